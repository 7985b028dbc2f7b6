"""The event page."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.blocks import BodyBlock
from core.models import IllustratedPage, Institution, Place, Topic
from events.forms import EventPageForm
from events.icalendar_files import calendar_response
from events.querysets import EventManager
from events.times import NonexistentTimeError, local_moment, nearest_moment

from .calendar_entry import CalendarEntry


class ProgrammeItemBlock(blocks.StructBlock):
    """One row of the programme."""

    time = blocks.TimeBlock(label=_("Time"), required=False)
    title = blocks.CharBlock(label=_("What"), max_length=200)
    detail = blocks.TextBlock(label=_("Detail"), required=False, rows=2)


class EventPage(RoutablePageMixin, IllustratedPage):
    """One event: when and where it takes place, for whom, in which languages.

    The fields of ``SHARED_FIELDS`` are facts: equal in both languages, carried over by ``events.services``.
    """

    base_form_class = EventPageForm

    class Format(models.TextChoices):
        ONSITE = "onsite", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("on site and online")

    class Status(models.TextChoices):
        PLANNED = "planned", _("takes place")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    SHARED_FIELDS = (
        "start_date",
        "start_time",
        "end_date",
        "end_time",
        "format",
        "place",
        "venue",
        "street",
        "online_url",
        "registration_url",
        "registration_until",
        "is_in_de",
        "is_in_cs",
        "is_in_en",
        "has_interpreting",
        "status",
    )

    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []

    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Without times: all day."))
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: the same day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    # Computed from the four above in Europe/Berlin = Europe/Prague, so that lists can be sorted and cut in SQL.
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    status_note = models.TextField(
        _("about the status"), max_length=400, blank=True, help_text=_("Why, and what happens next.")
    )
    format = models.CharField(_("format"), max_length=6, choices=Format, default=Format.ONSITE)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("town"))
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    online_url = models.URLField(_("link to take part online"), blank=True)
    registration_url = models.URLField(_("link to register"), blank=True)
    registration_until = models.DateField(_("register until"), null=True, blank=True)
    organisers = ParentalManyToManyField(Institution, related_name="events", blank=True, verbose_name=_("organisers"))
    is_in_de = models.BooleanField(_("in German"), default=False)
    is_in_cs = models.BooleanField(_("in Czech"), default=False)
    is_in_en = models.BooleanField(_("in English"), default=False)
    has_interpreting = models.BooleanField(_("with interpreting"), default=False)
    topics = ParentalManyToManyField(Topic, related_name="events", blank=True, verbose_name=_("topics"))
    audience = models.CharField(_("audience"), max_length=300, blank=True, help_text=_("For whom it is."))
    programme = StreamField(
        [("item", ProgrammeItemBlock(label=_("Programme item")))], blank=True, verbose_name=_("programme")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    objects = EventManager()

    content_panels = [
        *IllustratedPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("status"),
                FieldPanel("status_note"),
            ],
            heading=_("When (equal in both languages)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("format"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("street")]),
                FieldPanel("online_url"),
                FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_until")]),
            ],
            heading=_("Where (equal in both languages)"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_in_de"), FieldPanel("is_in_cs"), FieldPanel("is_in_en")]),
                FieldPanel("has_interpreting"),
            ],
            heading=_("Languages (equal in both languages)"),
        ),
        FieldPanel("organisers", widget=CheckboxSelectMultiple),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("audience"),
        IllustratedPage.picture_panel,
        FieldPanel("programme"),
        FieldPanel("body"),
    ]
    search_fields = [
        *IllustratedPage.search_fields,
        index.SearchField("audience"),
        index.SearchField("programme"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
    ]
    # The shared facts are left out on purpose: a snapshot of the source must never bring back an old date.
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("headline"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("status_note"),
        TranslatableField("audience"),
        TranslatableField("programme"),
        TranslatableField("body"),
        SynchronizedField("picture"),
        TranslatableField("picture_alt"),
        SynchronizedField("is_picture_decorative", overridable=False),
        SynchronizedField("organisers", overridable=False),
        SynchronizedField("topics", overridable=False),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["starts_at"], name="events_by_start"),
            models.Index(fields=["ends_at"], name="events_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="events_end_after_start"),
        ]

    @property
    def is_all_day(self) -> bool:
        return self.start_time is None

    @property
    def is_several_days(self) -> bool:
        return self.end_date is not None and self.end_date > self.start_date

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_on(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def can_register(self) -> bool:
        """A link to register that still leads somewhere."""
        today = timezone.localdate()
        is_open = self.registration_until is None or self.registration_until >= today
        return bool(self.registration_url) and self.is_on and not self.is_over and is_open

    @property
    def languages(self) -> list[str]:
        """The codes of the languages spoken."""
        return [code for code in ("de", "cs", "en") if getattr(self, f"is_in_{code}")]

    @property
    def answering_institution(self) -> Institution | None:
        return self.organisers.first()

    @cached_property
    def calendar_entry(self) -> CalendarEntry:
        """The calendars' record of this event; one that was never published stands at sequence 0."""
        entry = CalendarEntry.objects.filter(pk=self.translation_key).first()
        return entry or CalendarEntry(translation_key=self.translation_key)

    def full_clean(self, *args, **kwargs) -> None:  # noqa: ANN002, ANN003
        self.fill_moments()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs) -> None:  # noqa: ANN002, ANN003
        # Drafts are saved without full validation, but never without the moments that lists are sorted by.
        self.fill_moments()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.clean_facts()

    def clean_facts(self) -> None:
        """Raise ``ValidationError`` for an event that cannot take place as it is told."""
        if not self.start_date:
            return
        errors = self._time_errors() | self._place_errors()
        if errors:
            raise ValidationError(errors)

    def fill_moments(self) -> None:
        """Set what follows from the dates, for drafts that cannot be published yet as well: ``clean()`` tells why."""
        if not self.start_date:
            return
        self.end_date = self.end_date or self.start_date
        begins = self.start_time or dt.time.min
        ends = dt.time(23, 59) if self.is_all_day else self.end_time or begins
        self.starts_at = nearest_moment(self.start_date, begins)
        self.ends_at = max(self.starts_at, nearest_moment(self.end_date, ends))

    def _time_errors(self) -> dict[str, Any]:
        last_day = self.end_date or self.start_date
        if self.end_time and not self.start_time:
            return {"start_time": _("Say when it begins, or leave out the end for a whole day.")}
        if last_day < self.start_date:
            return {"end_date": _("The last day lies before the first.")}
        for field, day, time in (
            ("start_time", self.start_date, self.start_time),
            ("end_time", last_day, self.end_time),
        ):
            try:
                local_moment(day, time or dt.time.min)
            except NonexistentTimeError:
                return {field: _("This time does not exist: the clocks go forward in that night.")}
        if self.start_time and self.end_time and last_day == self.start_date and self.end_time < self.start_time:
            return {"end_time": _("The end lies before the beginning.")}
        if self.registration_until and self.registration_until > last_day:
            return {"registration_until": _("Registration ends after the event.")}
        return {}

    def _place_errors(self) -> dict[str, Any]:
        if self.format != self.Format.ONLINE and not self.place:
            return {"place": _("Choose the town, or “online” as the format.")}
        return {}

    # Wagtail asks with a slash at the end; the address itself has none.
    @re_path(r"^event\.ics/?$", name="ics")
    def ics(self, request: HttpRequest) -> HttpResponse:
        return calendar_response([self], name=self.title, filename=self.slug)
