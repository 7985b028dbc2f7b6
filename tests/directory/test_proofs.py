"""Proofs of certificates are for institutions and operators only."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from core.models import PortalDocument
from directory.models import Certificate, CompanyCertificate
from home.roles import PROOFS
from tests.directory.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def proof(folder: Collection) -> PortalDocument:
    return PortalDocument.objects.create(
        title="ISO 9001", collection=folder, file=ContentFile(b"%PDF-1.4 proof", name="proof.pdf")
    )


def held(document: PortalDocument) -> CompanyCertificate:
    certificate = Certificate.objects.get(concept__key="iso-9001")
    return CompanyCertificate(company=CompanyFactory(), certificate=certificate, proof=document)


def test_proof_in_an_open_folder_is_refused():
    with pytest.raises(ValidationError) as refused:
        held(proof(Collection.get_first_root_node())).full_clean()
    assert set(refused.value.message_dict) == {"proof"}


def test_proof_in_its_folder_is_not_for_strangers():
    document = proof(Collection.objects.get(name=PROOFS))
    held(document).full_clean()
    response = Client().get(document.url)
    assert response.status_code == 302
    assert "login" in response["Location"]
