"""``python -m advisor.channels.slack``: checks the Slack app (doctor), or starts the server by Socket Mode (serve)."""

from __future__ import annotations

import argparse
import sys
from typing import List, Optional, Sequence

from advisor.channels.slack.doctor import Finding, check_shapes, check_tokens, examine
from advisor.channels.slack.settings import APP_TOKEN_VARIABLE, SlackSettings, settings_from_environment

GUIDE = "docs/slack.md shows the way, step by step."


def main(argv: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.channels.slack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("doctor", help="say what is wrong with tokens, scopes and reachability")
    commands.add_parser(
        "serve",
        help="start the server, connected to Slack by Socket Mode; takes the options of python -m advisor.serving",
    )
    arguments, rest = parser.parse_known_args(argv)
    settings = settings_from_environment()
    if arguments.command == "serve":
        return run_server(settings, rest)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return run_doctor(settings)


def run_doctor(settings: SlackSettings) -> int:
    """Prints all findings; returns 0 if everything is right."""
    findings = examine(settings)
    print("\n".join(map(str, findings)))
    if all(finding.is_right for finding in findings):
        print("Everything is right.")
        return 0
    print(GUIDE)
    return 1


def run_server(settings: SlackSettings, rest: List[str]) -> int:
    """Starts the server, unless Slack would refuse it."""
    wrong = _what_stands_in_the_way(settings)
    if wrong:
        print("\n".join(map(str, wrong)), file=sys.stderr)
        print(GUIDE, file=sys.stderr)
        return 1
    from advisor.serving.__main__ import main as serve_main

    return serve_main(rest)


def _what_stands_in_the_way(settings: SlackSettings) -> List[Finding]:
    if not settings.app_token:
        return [
            Finding(
                f"{APP_TOKEN_VARIABLE} isn't set, and Socket Mode needs it.",
                "Make an app-level token; for the Events API over HTTP, start the server with: make run",
            )
        ]
    wrong = [finding for finding in check_shapes(settings) if not finding.is_right]
    return wrong or [finding for finding in check_tokens(settings) if not finding.is_right]


if __name__ == "__main__":
    sys.exit(main())
