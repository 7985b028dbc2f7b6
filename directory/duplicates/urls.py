"""Addresses of duplicates in the admin."""

from django.urls import path

from .views import CompareView, MergeView, UndoView, check_typed

urlpatterns = [
    path("duplicates/check/", check_typed, name="check_typed_company"),
    path("duplicates/<int:first>/<int:second>/", CompareView.as_view(), name="compare_companies"),
    path("duplicates/<int:first>/<int:second>/merge/", MergeView.as_view(), name="merge_companies"),
    path("duplicates/merges/<int:pk>/undo/", UndoView.as_view(), name="undo_merge"),
]
