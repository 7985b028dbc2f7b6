"""What reviewers fill in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import CharField, URLField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.choosers import place_chooser
from core.i18n import LANGUAGE_CODES
from directory.models import Entry, EntryChange
from directory.snippets.choosers import concept_chooser, material_chooser, sector_chooser
from directory.snippets.widgets import ManyChooser

from .conflicts import Place
from .diff import Row, sections
from .differences import Differences, facts, is_rows
from .labels import in_language, label_of
from .phrases import phrases
from .snapshot import Values, column, normalised, values_of

#: Longer texts are written in several lines.
LONGEST_LINE = 80
#: Where Wagtail's own choice for a kind of field is too long a list.
WIDGETS: dict[str, Any] = {
    "concept": concept_chooser.widget_class,
    "material": material_chooser.widget_class,
    "place": place_chooser.widget_class,
    "sectors": lambda: ManyChooser(sector_chooser),
    "languages": forms.CheckboxSelectMultiple,
    "regions": forms.CheckboxSelectMultiple,
}


class RejectionForm(forms.Form):
    """A reason in the reviewer's own words, or a ready one."""

    phrase = forms.ChoiceField(label=_("Ready reason"), required=False)
    reason = forms.CharField(
        label=_("Reason for the company"),
        required=False,
        max_length=EntryChange._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phrases = phrases(language)
        choices = [("", _("In your own words")), *((phrase.key, phrase.name) for phrase in self.phrases)]
        self.fields["phrase"].choices = choices  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """What was written, else the ready reason that was chosen."""
        written = self.cleaned_data.get("reason", "").strip()
        ready = {phrase.key: phrase.text for phrase in self.phrases}
        return written or ready.get(self.cleaned_data.get("phrase", ""), "")


class CorrectionForm(forms.Form):
    """The fields of a change, both languages of its texts, for the reviewer to write over.

    Fields of rows are named ``contacts-0-email``, counted as in the change; ``contacts-0-skip`` leaves a row as it is.
    """

    live_seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, entry: Entry, differences: Differences, moved_on: dict[Place, Any], **kwargs: Any
    ) -> None:
        self.entry, self.differences, self.moved_on = entry, differences, moved_on
        self.rows = {section.name: section.rows for section in sections(entry, differences, moved_on)}
        self.names = list(_with_other_language(differences))
        self.live = values_of(entry, self.names)
        super().__init__(*args, **{**kwargs, "initial": {"live_seen": self.live}})
        for name in self.names:
            if is_rows(differences.get(name)):
                self._add_rows(name)
            else:
                wanted = differences[name]["new"] if name in differences else self.live[name]
                self._add(name, type(entry), name, wanted, label_of(entry, name))

    def _add_rows(self, name: str) -> None:
        model = column(type(self.entry), name).related_model
        for number, row in enumerate(self.differences[name]):
            prefix = f"{name}-{number}"
            for field, value in (row["new"] or {}).items():
                self._add(f"{prefix}-{field}", model, field, value, label_of(model, field))
            label = _("Do not remove it") if row["new"] is None else _("Leave it out")
            self.fields[f"{prefix}-skip"] = forms.BooleanField(label=label, required=False)

    def _add(self, key: str, model: Any, name: str, value: Any, label: str) -> None:
        field = column(model, name)
        more = {"widget": WIDGETS[name]()} if name in WIDGETS else {}
        if isinstance(field, CharField) and (field.max_length or 0) > LONGEST_LINE and not isinstance(field, URLField):
            more["widget"] = AdminAutoHeightTextInput()
        self.fields[key] = formfield_for_dbfield(field, required=False, label=label, **more)
        self.fields[key].initial = value if field.is_relation else field.to_python(value)

    def groups(self) -> Iterator[tuple[str, Row | None, list[Any]]]:
        """Yield the fields that stand together, with the label and the row that they belong to."""
        for name in self.names:
            base, language = in_language(name)
            if is_rows(self.differences.get(name)):
                for number, row in enumerate(self.rows[name]):
                    label = "" if number else label_of(self.entry, name)
                    yield label, row, self._fields_of_row(f"{name}-{number}-")
            elif language != LANGUAGE_CODES[1]:
                pair = [f"{base}_{code}" for code in LANGUAGE_CODES] if language else [name]
                yield "", None, [self[each] for each in pair]

    def _fields_of_row(self, prefix: str) -> list[Any]:
        return [self[key] for key in self.fields if key.startswith(prefix)]

    @property
    def corrections(self) -> Values:
        """What the reviewer wants other than the company, or had to decide; whole lists of rows."""
        moved_on = {name for name, _number in self.moved_on}
        wanted: Values = {}
        for name in self.names:
            if is_rows(self.differences.get(name)):
                if name in moved_on or self._rows_differ(name):
                    wanted[name] = list(self._rows(name))
            else:
                asked = self.differences[name]["new"] if name in self.differences else self.live[name]
                if name in moved_on or self._written(name) != asked:
                    wanted[name] = self._written(name)
        return wanted

    def _written(self, name: str) -> Any:
        return normalised(self.entry, {name: self.cleaned_data[name]})[name]

    def _rows_differ(self, name: str) -> bool:
        return any(key.startswith(f"{name}-") for key in self.changed_data)

    def _rows(self, name: str) -> Iterator[Values]:
        """Yield the rows as they are to be: those there, with what is added, changed and taken out of them."""
        outcome = {row["pk"]: dict(row) for row in self.live[name]}
        added = []
        for number, row in enumerate(self.differences[name]):
            if self.cleaned_data[f"{name}-{number}-skip"]:
                continue
            new = {field: self.cleaned_data[f"{name}-{number}-{field}"] for field in row["new"] or {}}
            if row["new"] is None:
                outcome.pop(row["pk"], None)
            elif row["pk"] in outcome:
                outcome[row["pk"]] |= new
            else:  # new, or gone meanwhile: then with what is known of it
                added.append({"pk": None, **facts(row["old"] or {}), **new})
        yield from (*outcome.values(), *added)


def _with_other_language(fields: Differences) -> Iterator[str]:
    named = set()
    for name in fields:
        base, language = in_language(name)
        if name != "state" and base not in named:
            named.add(base)
            yield from (f"{base}_{code}" for code in LANGUAGE_CODES) if language else (name,)
