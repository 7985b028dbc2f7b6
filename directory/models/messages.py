"""Where the message of a broken constraint stands in a form."""

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


class BesideField(models.Model):
    """A record whose constraints name, as ``violation_error_code``, the field that their message stands beside."""

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check what a form shows together with the facts that no form shows: these have their values already."""
        left_out = set(exclude or ())
        not_in_forms = {field.name for field in self._meta.fields if not field.editable}
        try:
            super().validate_constraints(exclude=left_out - not_in_forms)
        except ValidationError as error:
            raise ValidationError(self._beside_fields(error, left_out)) from error

    def _beside_fields(self, error: ValidationError, left_out: Collection[str]) -> dict[str, list[ValidationError]]:
        fields = {field.name for field in self._meta.fields} - set(left_out)
        placed: dict[str, list[ValidationError]] = {}
        for name, messages in error.error_dict.items():
            for message in messages:
                beside = message.code if name == NON_FIELD_ERRORS and message.code in fields else name
                placed.setdefault(str(beside), []).append(message)
        return placed
