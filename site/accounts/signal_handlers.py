"""One language per person: Wagtail keeps the admin's in a profile of its own, the account keeps the one for mails."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from .models import User


@receiver(post_save, sender=User)
def carry_language_to_profile(instance: User, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": instance.language})


@receiver(post_save, sender=UserProfile)
def carry_language_to_account(instance: UserProfile, raw: bool = False, **kwargs: Any) -> None:
    if instance.preferred_language and not raw:
        User.objects.filter(pk=instance.user_id).update(language=instance.preferred_language)
