"""How amounts, dates and kinds of figures are put into words."""

from __future__ import annotations


from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, FigureKind, Period, Topic

KIND_LABELS = {
    FigureKind.EMPLOYEE_SURVEY: "Survey of employees",
    FigureKind.ADVERTISED_PAY: "Advertised pay",
    FigureKind.SELF_REPORTED: "Self-reported pay",
    FigureKind.PUBLISHER_ESTIMATE: "One publisher's estimate",
    FigureKind.FREELANCE_RATE: "Freelance rate",
}
PERIOD_WORDS = {Period.YEAR: "a year", Period.MONTH: "a month", Period.DAY: "a day", Period.HOUR: "an hour"}
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
#: Titles of answers; {names} is the plural of the role.
TOPIC_TITLES = {
    Topic.RESPONSIBILITIES: "What {names} do",
    Topic.SKILLS: "Skills for {names}",
    Topic.TOOLS: "Tools of {names}",
    Topic.EDUCATION: "Education of {names}",
    Topic.CERTIFICATIONS: "Certifications for {names}",
    Topic.DEMAND: "Outlook for {names}",
    Topic.SALARY: "Pay of {names}",
    Topic.HOW_TO_BECOME: "Becoming {name}",
    Topic.LEARNING_RESOURCES: "Learning to be {name}",
    Topic.CAREER_PATH: "Career path of {names}",
    Topic.COMPARISON: "How {names} differ from their neighbours",
    Topic.DAY_IN_LIFE: "A working day of {name}",
    Topic.FREELANCE: "Freelancing as {name}",
    Topic.JOB_SEARCH: "Finding work as {name}",
}
#: Short names of topics, for buttons.
TOPIC_BUTTONS = {
    Topic.RESPONSIBILITIES: "What they do",
    Topic.SKILLS: "Skills",
    Topic.TOOLS: "Tools",
    Topic.EDUCATION: "Education",
    Topic.CERTIFICATIONS: "Certifications",
    Topic.DEMAND: "Outlook",
    Topic.SALARY: "Pay",
    Topic.HOW_TO_BECOME: "How to become one",
    Topic.LEARNING_RESOURCES: "Where to learn",
    Topic.CAREER_PATH: "Career path",
    Topic.COMPARISON: "Similar roles",
    Topic.DAY_IN_LIFE: "A working day",
    Topic.FREELANCE: "Freelancing",
    Topic.JOB_SEARCH: "Finding work",
}
#: How a person would ask for a topic; {name} is 'a data scientist', {names} the plural.
TOPIC_QUESTIONS = {
    Topic.RESPONSIBILITIES: "What does {name} do?",
    Topic.SKILLS: "What skills does {name} need?",
    Topic.TOOLS: "Which tools does {name} use?",
    Topic.EDUCATION: "What education does {name} need?",
    Topic.CERTIFICATIONS: "Which certifications help {name}?",
    Topic.DEMAND: "What is the outlook for {names}?",
    Topic.SALARY: "How much does {name} earn?",
    Topic.HOW_TO_BECOME: "How do I become {name}?",
    Topic.LEARNING_RESOURCES: "Where can I learn to be {name}?",
    Topic.CAREER_PATH: "What is the career path of {name}?",
    Topic.COMPARISON: "How is {name} different from similar roles?",
    Topic.DAY_IN_LIFE: "What is a day like for {name}?",
    Topic.FREELANCE: "Can {name} work freelance?",
    Topic.JOB_SEARCH: "How do I find work as {name}?",
}


def money(amount: float, currency: str, base: KnowledgeBase) -> str:
    """Returns an amount with its currency sign: '$120,230', '€65,000'; cents only where there are any."""
    symbol = next((place.symbol for place in base.places.values() if place.currency == currency and place.symbol), None)
    digits = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    return f"{symbol}{digits}" if symbol else f"{currency} {digits}"


def date_words(as_of: str) -> str:
    """Returns 2025, 'May 2025' or '3 August 2025' for an ISO date of that precision."""
    parts = as_of.split("-")
    if len(parts) == 1:
        return parts[0]
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def time_words(figure: Figure) -> str:
    """Returns the time that a figure covers: 'May 2025', 'January 2024 to August 2025'."""
    if figure.since is not None:
        return f"{date_words(figure.since)} to {date_words(figure.as_of[:7])}"
    return date_words(figure.as_of)


def amounts_in_words(figure: Figure, base: KnowledgeBase) -> str:
    """Returns the amounts of a figure as a phrase that says what each of them is."""
    period = PERIOD_WORDS[figure.period]

    def amount(value: float) -> str:
        return money(value, figure.currency, base)

    parts = []
    if figure.median is not None:
        parts.append(f"**{amount(figure.median)} {period}** in the middle (median)")
    if figure.mean is not None and figure.median is None:
        parts.append(f"**{amount(figure.mean)} {period}** on average")
    if figure.estimate is not None:
        parts.append(f"around **{amount(figure.estimate)} {period}**")
    if figure.p10 is not None and figure.p90 is not None:
        parts.append(f"eight in ten between {amount(figure.p10)} and {amount(figure.p90)}")
    elif figure.p25 is not None and figure.p75 is not None:
        parts.append(f"half of them between {amount(figure.p25)} and {amount(figure.p75)}")
    elif any(value is not None for value in (figure.p10, figure.p25, figure.p75, figure.p90)):
        parts += [
            f"{share} {amount(value)}" if parts else f"{share} **{amount(value)} {period}**"
            for share, value in (
                ("nine in ten above", figure.p10),
                ("three in four above", figure.p25),
                ("three in four below", figure.p75),
                ("nine in ten below", figure.p90),
            )
            if value is not None
        ]
    elif figure.low is not None and figure.high is not None:
        parts.append(f"**{amount(figure.low)} to {amount(figure.high)} {period}**")
    elif figure.high is not None:
        parts.append(f"up to **{amount(figure.high)} {period}**")
    elif figure.low is not None:
        parts.append(f"from **{amount(figure.low)} {period}**")
    return ", ".join(parts)


def fill(template: str, base: KnowledgeBase, role_id: str) -> str:
    """Fills {name}, {names}, {role} and {roles} in a template with a role's names."""
    role = base.roles[role_id]
    return template.format(name=role.name, names=role.names, role=role.name, roles=role.names)
