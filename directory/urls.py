"""Addresses of the directory, below the reader's language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views.details import show_company, show_offer
from .views.lists import list_companies, list_offers
from .views.problems import report_company, report_offer

urlpatterns = [
    path(_("companies/"), list_companies, name="companies"),
    path(_("companies/<slug:slug>-<int:pk>/"), show_company, name="company"),
    path(_("companies/<slug:slug>-<int:pk>/report/"), report_company, name="report_company"),
    path(_("offers/"), list_offers, name="offers"),
    path(_("offers/<slug:slug>-<int:pk>/"), show_offer, name="offer"),
    path(_("offers/<slug:slug>-<int:pk>/report/"), report_offer, name="report_offer"),
]
