"""A small O*NET text release, made up for the tests, whose tables can be changed before it is zipped."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Dict, Optional

SOC = "O*NET-SOC Code"
RATING = f"{SOC}\tElement ID\tElement Name\tScale ID\tData Value\tN\tRecommend Suppress\tDate"

TABLES: Dict[str, str] = {
    "Read Me.txt": "O*NET 99.1 Database\nMay 2030 Release\n",
    "Occupation Data.txt": f"""{SOC}\tTitle\tDescription
10-1000.00\tWidget Nurses\tNurse widgets back to health.
10-1000.01\tAcute Widget Nurses\tNurse widgets at once.
20-2000.00\tRiver Pilots\tSteer ships up rivers.
20-3000.00\tAirline Pilots\tSteer planes.
30-1000.00\tWaiters\tBring what is ordered.
30-2000.00\tPhotographic Models\tPose for photographs.
30-3000.00\tCoaches\tTrain athletes.
40-1000.00\tOrdinary Seamen, General\tWork on deck.
40-2000.00\tDeck Officers, Except Seamen\tCommand the deck.
""",
    "Alternate Titles.txt": f"""{SOC}\tAlternate Title\tShort Title\tSource(s)
10-1000.00\tNurse\t\t01,02
10-1000.01\tNurse\t\t01
10-1000.00\tRegistered Widget Nurse (RWN)\tRWN\t01
20-2000.00\tPilot\t\t01
20-3000.00\tPilot\t\t01
30-1000.00\tServer\t\t01
30-1000.00\tWaitress\t\t01
30-1000.00\tTurn Out\t\t01
30-2000.00\tModel\t\t01
30-3000.00\tCoach\t\t01
10-1000.01\tOR Nurse\t\t01
20-2000.00\tEngineer\t\t01
""",
    "Sample of Reported Titles.txt": f"{SOC}\tReported Job Title\tShown in My Next Move\n10-1000.01\tNurse\tY\n",
    "Task Statements.txt": f"""{SOC}\tTask ID\tTask\tTask Type\tDate
10-1000.00\t1\tPolish the patients.\tSupplemental\t08/2029
10-1000.00\t2\tTake the temperature of widgets.\tCore\t08/2029
""",
    "Technology Skills.txt": f"""{SOC}\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand
10-1000.00\tOld Chart\t1\tMedical software\tN\tN
10-1000.00\tWidget Chart\t1\tMedical software\tY\tY
""",
    "Skills.txt": f"""{RATING}
10-1000.00\t2.A.1\tSpeaking\tIM\t3.5\t8\tN\t08/2029
10-1000.00\t2.A.2\tListening\tIM\t4.5\t8\tN\t08/2029
10-1000.00\t2.A.2\tListening\tLV\t6.5\t8\tN\t08/2029
10-1000.00\t2.B.1\tGuessing\tIM\t4.9\t8\tY\t08/2029
""",
    "Knowledge.txt": f"{RATING}\n10-1000.00\t2.C.1\tMedicine\tIM\t4.2\t8\tN\t08/2029\n",
    "Interests.txt": f"{SOC}\tElement ID\tElement Name\tScale ID\tData Value\tDate\n10-1000.00\t1.B\tSocial\tOI\t6.1\t11/2029\n",
    "Education, Training, and Experience.txt": f"""{SOC}\tElement ID\tScale ID\tCategory\tData Value\tN\tRecommend Suppress\tDate
10-1000.00\t2.D.1\tRL\t1\t40\t28\tN\t08/2029
10-1000.00\t2.D.1\tRL\t2\t60\t28\tY\t08/2029
""",
    "Education, Training, and Experience Categories.txt": """Element ID\tScale ID\tCategory\tCategory Description
2.D.1\tRL\t1\tSchool Diploma - or the like
2.D.1\tRL\t2\tBachelor's Degree
""",
    "Job Zones.txt": f"{SOC}\tJob Zone\tDate\n10-1000.00\t4\t08/2029\n",
    "Job Zone Reference.txt": "Job Zone\tName\tExperience\tEducation\tJob Training\n4\tFour\tMuch.\tA degree.\tYears.\n",
    "Related Occupations.txt": f"""{SOC}\tRelated {SOC}\tRelatedness Tier\tIndex
10-1000.00\t30-3000.00\tPrimary-Short\t2
10-1000.00\t10-1000.01\tPrimary-Short\t1
""",
}


def make_release(path: Path, changed: Optional[Dict[str, Optional[str]]] = None, folder: str = "db_99_1_text/") -> Path:
    """Zips the release at ``path``; ``changed`` has other texts for files, None leaves one out."""
    tables = {**TABLES, **(changed or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            if text is not None:
                archive.writestr(folder + name, text)
    return path
