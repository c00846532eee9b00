"""Bringing the areas of a regency into the database."""

from __future__ import annotations

from django.db import transaction

from jaring.core import places
from jaring.office.places.models import District, Regency, Village


def load_region(code: str, time_zone: str = "Asia/Makassar") -> Regency:
    """Write the regency, its districts and its villages; safe to repeat.

    Raises:
        PlaceUnknownError: (JRG-110) no regency has this code.
    """
    source = places.regency(code)
    with transaction.atomic():
        regency, _ = Regency.objects.update_or_create(
            code=source.code,
            defaults={"name": source.full_name, "bps_code": source.bps_code, "time_zone": time_zone},
        )
        District.objects.bulk_create(
            [District(code=d.code, regency=regency, name=d.name, bps_code=d.bps_code) for d in source.districts],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "bps_code"],
        )
        Village.objects.bulk_create(
            [
                Village(
                    code=v.code,
                    district_id=v.district_code,
                    name=v.name,
                    kind=v.kind.value,
                    bps_code=v.bps_code,
                    latitude=v.latitude,
                    longitude=v.longitude,
                )
                for v in source.villages
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "kind", "bps_code", "latitude", "longitude"],
        )
    return regency
