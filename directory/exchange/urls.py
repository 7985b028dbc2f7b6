"""Addresses of imports and exports in the admin."""

from django.urls import path

from . import export_views, run_views, views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.RunsView.as_view(), name="runs"),
    path("imports/results/", views.RunsView.as_view(results_only=True), name="runs_results"),
    path("imports/new/", views.NewRunView.as_view(), name="new"),
    path("imports/templates/<str:kind>-<str:language>.<str:file_format>", views.SampleView.as_view(), name="sample"),
    path("imports/<int:pk>/", run_views.RunView.as_view(), name="run"),
    path("imports/<int:pk>/progress/", run_views.ProgressView.as_view(), name="progress"),
    path("imports/<int:pk>/read/", run_views.ReadAgainView.as_view(), name="read"),
    path("imports/<int:pk>/write/", run_views.WriteView.as_view(), name="write"),
    path("imports/<int:pk>/undo/", run_views.UndoView.as_view(), name="undo"),
    path("imports/<int:pk>/rows.<str:file_format>", run_views.ResultsView.as_view(), name="rows"),
    path("export/companies/", export_views.ExportView.as_view(kind="companies"), name="export_companies"),
    path("export/offers/", export_views.ExportView.as_view(kind="offers"), name="export_offers"),
]
