"""The health address with a real Elasticsearch."""

import pytest

pytestmark = [pytest.mark.services, pytest.mark.django_db]


def test_running_elasticsearch_is_told(client, elasticsearch_url):
    response = client.get("/healthz/deps")
    assert response.json()["dependencies"]["elasticsearch"] == "ok"
    assert elasticsearch_url not in response.text
