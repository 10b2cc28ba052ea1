"""What Rasa 3.6 does that we mend, in one place; ``tests/unit/serving/test_rasa_mends.py`` tells when it is not needed."""

from __future__ import annotations

from typing import Any, Dict, Text

from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import validator_for
import rasa.server
from rasa.core.actions.action import RemoteAction

from advisor.serving.actions import InProcessActions


def mend_action_validation() -> None:
    """Checks an action's result against a schema that is compiled once.

    ``RemoteAction._validate_action_result`` calls ``jsonschema.validate``, which checks the constant schema itself
    anew for every action: 18 ms of the 25 ms that a custom action takes. What an action in this process returns is not
    checked at all.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema, default=Draft7Validator)(schema)

    def _validate_action_result(self: RemoteAction, result: Dict[Text, Any]) -> bool:
        if isinstance(self.action_endpoint, InProcessActions):
            return True  # rasa_sdk's executor made it a moment ago, and checked the events
        error = next(validator.iter_errors(result), None)
        if error is not None:
            raise ValidationError(f"The action '{self.name()}' returned what Rasa can't read: {error.message}")
        return True

    RemoteAction._validate_action_result = _validate_action_result


def leave_cors_to_the_guard() -> None:
    """Keeps Rasa from putting its CORS library around the app.

    It answers preflights itself and allows credentials on every response; ``advisor/channels/guard.py`` knows an exact
    list of sites and allows none.
    """
    rasa.server.configure_cors = lambda app, cors_origins="": None
