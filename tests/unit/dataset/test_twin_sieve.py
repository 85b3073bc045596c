"""What the sieve of near twins may miss: the stated bound holds, and is no looser than it must be."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from wearable_coach.dataset import twin_candidates
from wearable_coach.dataset.twin_sieve import MOST_MISSED, Sieve, missed_by_bands, sieve_for
from wearable_coach.dataset.twin_signatures import signed


def binomial(trials: int, probability: float) -> list[float]:
    return [
        comb(trials, k) * probability**k * (1 - probability) ** (trials - k)
        for k in range(trials + 1)
    ]


def missed_exactly(sieve: Sieve, jaccard: float) -> float:
    """Reckon it for coordinates that are independent."""
    m = sieve.coordinates
    total = 0.0
    for same, weight in enumerate(binomial(m, jaccard)):
        band = comb(same, 8) / comb(m, 8)
        total += weight if same < sieve.least_same else weight * (1 - band) ** sieve.bands
    return total


@pytest.mark.parametrize("jaccard", [0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1.0])
def test_no_sieve_misses_more_than_one_twin_of_a_million(jaccard):
    sieve = sieve_for(jaccard)
    assert sieve.missed <= MOST_MISSED
    assert missed_exactly(sieve, jaccard) <= sieve.missed
    bits = binomial(sieve.coordinates, (1 + jaccard) / 2)
    assert sum(bits[: sieve.least_bits]) <= 4e-8
    assert sum(binomial(sieve.coordinates, jaccard)[: sieve.least_same]) <= 4e-8


@pytest.mark.parametrize("jaccard", [0.75, 0.9])
def test_a_sieve_asks_for_no_more_bands_than_it_must(jaccard):
    sieve = sieve_for(jaccard)
    fewer = sieve._replace(bands=sieve.bands - sieve.coordinates // 8)
    assert missed_exactly(fewer, jaccard) > MOST_MISSED / 10


@pytest.mark.parametrize("jaccard", [0.75, 0.9])
def test_pairs_above_the_threshold_are_missed_more_rarely(jaccard):
    sieve = sieve_for(jaccard)
    bounds = [
        missed_by_bands(sieve.coordinates, sieve.bands, j) for j in np.linspace(jaccard, 1, 12)
    ]
    assert bounds == sorted(bounds, reverse=True)


def pairs_of(jaccard: float, grams: int, count: int) -> tuple[list[str], list[str]]:
    """Return random texts and their beginnings that have just a share of their grams."""
    rng = np.random.default_rng(grams)
    wholes = ["".join(map(chr, 0xAC00 + rng.permutation(11000)[: grams + 4])) for _ in range(count)]
    return wholes, [text[: round(grams * jaccard) + 4] for text in wholes]


@pytest.mark.parametrize("grams", [4, 40, 200, 1200])
def test_coordinates_are_the_same_as_often_as_the_bound_supposes(grams):
    jaccard, count = 0.75, 1500
    wholes, beginnings = pairs_of(jaccard, grams, count)
    same = signed(wholes, 0.75).minima == signed(beginnings, 0.75).minima
    share = jaccard + (1 - jaccard) / 256  # another byte may be the same by chance
    deviation = (share * (1 - share)) ** 0.5
    assert abs(same.mean() - share) < 5 * deviation / (256 * count) ** 0.5
    each = np.abs(same.mean(axis=1) - share)
    assert each.max() < 5 * deviation / count**0.5
    assert same.sum(axis=0).std() < 1.1 * deviation * 256**0.5  # no wider than binomial


@pytest.mark.parametrize("grams", [4, 40, 1200])
@pytest.mark.parametrize("bands", [16, 32])
def test_no_more_pairs_are_missed_than_is_stated(bands, grams):
    """Few bands, so that it happens often enough to be counted."""
    jaccard, count = 0.75, 1500
    wholes, beginnings = pairs_of(jaccard, grams, count)
    same = signed(wholes, 0.9).minima == signed(beginnings, 0.9).minima
    found = np.zeros(count, dtype=bool)
    for band in twin_candidates._bands(Sieve(128, bands, 0, 0, 128, 1.0)):
        found |= same[band].all(axis=0)
    stated = missed_by_bands(128, bands, jaccard)
    missed = 1 - found.mean()
    assert missed <= stated + 4 * (stated * (1 - stated) / count) ** 0.5
    assert missed > 0
    assert stated < 0.9


def test_bands_of_a_shuffling_have_no_coordinate_in_common():
    sieve = sieve_for(0.75)
    bands = list(twin_candidates._bands(sieve))
    assert len(bands) == sieve.bands
    for first in range(0, sieve.bands, 32):
        assert sorted(np.concatenate(bands[first : first + 32])) == list(range(256))
    assert len({tuple(sorted(band)) for band in bands}) == sieve.bands
