"""Addresses of the review of changes, below ``/admin/changes/``."""

from django.urls import path

from .lists import QueueView, StatisticsView
from .views import CorrectView, PreviewView, ReviewView

app_name = "directory_changes"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("statistics/", StatisticsView.as_view(), name="statistics"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
    path("<int:pk>/correct/", CorrectView.as_view(), name="correct"),
    path("<int:pk>/preview/<str:language>/", PreviewView.as_view(), name="preview"),
]
