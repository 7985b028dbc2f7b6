"""Forms of imports and exports in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Institution, Region
from core.tables import TableError
from directory.models import Company, ImportRun, Offer, State
from directory.responsibility import companies_of
from directory.rights import Person, acting_for, companies_within, institutions_of, is_operator, offers_within

from .columns import COLUMNS
from .headings import heading
from .remarks import Remark, describe
from .rows import UnfitFileError, read_rows
from .runs import begin, told

ENCODINGS = (
    ("", _("recognise automatically")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1250", format_lazy("Windows-1250 ({})", _("Central Europe"))),
    ("cp1252", format_lazy("Windows-1252 ({})", _("Western Europe"))),
    ("iso8859-2", "ISO 8859-2"),
    ("cp852", format_lazy("{} 852 (DOS)", _("code page"))),
)
SEPARATORS = (
    ("", _("recognise automatically")),
    (";", format_lazy("; ({})", _("semicolon"))),
    (",", format_lazy(", ({})", _("comma"))),
    ("\t", _("tab")),
)


class ImportForm(forms.Form):
    """A file to be read; what keeps it from being read is told beside it."""

    kind = forms.ChoiceField(
        label=_("What the file holds"),
        choices=ImportRun.Kind,
        widget=forms.RadioSelect,
        initial=ImportRun.Kind.COMPANIES,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel workbook (.xlsx) or CSV. Nothing is written before you have seen what it would change."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    institution = forms.ModelChoiceField(
        label=_("For the institution"), queryset=Institution.objects.none(), required=False
    )

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: Any = user
        field: Any = self.fields["institution"]
        own = institutions_of(user)
        if is_operator(user):
            field.queryset = Institution.objects.all()
            field.empty_label = _("for none: as an operator, everywhere")
            field.help_text = _("Then its own references count, and rows outside its regions are errors.")
        elif len(own) > 1:
            field.queryset = Institution.objects.filter(pk__in=[each.pk for each in own])
            field.required = True
        else:
            del self.fields["institution"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and data.get("kind") and (problem := first_problem(data["file"], data["kind"])):
            self.add_error("file", problem)
        return data

    def begin(self) -> ImportRun:
        data = self.cleaned_data
        institution = data.get("institution") or acting_for(self.user)
        file = data["file"]
        return begin(kind=data["kind"], file=file, name=file.name, user=self.user, institution=institution)


def first_problem(file: Any, kind: str) -> str:
    """Return what is wrong with a file as far as its beginning tells; the rest is for the worker."""
    try:
        with read_rows(file, kind) as reader:
            if next(iter(reader), None) is None:
                raise UnfitFileError(Remark("no_rows"))
    except (TableError, UnfitFileError) as error:
        return describe(told(error).as_json())
    return ""


def encoding_name(codec: str) -> str:
    """Return what people call an encoding, by the name of its codec."""
    return str(dict(ENCODINGS[1:]).get(_choice(codec), codec.upper()))


def _choice(codec: str) -> str:
    return "utf-16" if codec.startswith("utf-16") else codec.removesuffix("-sig")


class ReadAgainForm(forms.Form):
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    separator = forms.ChoiceField(label=_("Separator"), choices=SEPARATORS, required=False)

    @classmethod
    def of(cls, run: ImportRun) -> ReadAgainForm:
        return cls(initial={"encoding": _choice(run.encoding), "separator": run.separator})


class ExportForm(forms.Form):
    """What of the person's area goes into a file, and how."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Excel workbook (.xlsx)")), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    state = forms.MultipleChoiceField(
        label=_("State"),
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all."),
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), required=False, empty_label=_("All")
    )
    institution = forms.ModelChoiceField(
        label=_("Responsible institution"), queryset=Institution.objects.all(), required=False, empty_label=_("All")
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With all of them the file can be imported again without change."),
    )

    def __init__(self, *args: Any, user: Person, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.kind = user, kind
        columns: Any = self.fields["columns"]
        columns.choices = [(column, f"{heading(kind, column)} ({column})") for column in COLUMNS[kind]]
        columns.initial = list(COLUMNS[kind])
        if not is_operator(user) and len(institutions_of(user)) < 2:
            del self.fields["institution"]

    def entries(self) -> QuerySet[Company] | QuerySet[Offer]:
        """Return the chosen entries; offers by the region and institution of their company."""
        data = self.cleaned_data
        companies = companies_within(self.user).unmerged()
        if data["region"]:
            companies = companies.in_region(data["region"].code)
        if data.get("institution"):
            companies = companies.filter(pk__in=companies_of(data["institution"]).values("pk"))
        entries: Any = companies
        if self.kind == ImportRun.Kind.OFFERS:
            entries = offers_within(self.user).filter(company__in=companies.values("pk"))
        return entries.filter(state__in=data["state"]) if data["state"] else entries
