"""How sure a figure is: intervals, tests between two arms, and what a number of cases can show at all.

Everything random takes a seed and ignores the order of the values, so a figure is the same each time.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from math import comb, inf, sqrt
from statistics import NormalDist, fmean, stdev

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
# Sign patterns are all tried up to 2**13 of them; beyond that they are drawn.
EXACT_PAIRS = 13
FEW_VALUES = 16
# Numbers drawn at a time, so that many cases don't fill the memory.
BATCH = 2_000_000
# Rounding of sums must not make an equally extreme pattern look less extreme.
TOLERANCE = 1e-9

Interval = tuple[float, float]
Floats = NDArray[np.float64]


def wilson(right: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a share (Wilson 1927); (0, 1) where there are no cases."""
    if not 0 <= right <= n:
        raise ValueError(f"{right} of {n} is no share.")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding alone could push a limit past the share at 0 and 1.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def bootstrap_mean(
    values: Iterable[float], seed: int = 0, *, confidence: float = 0.95, resamples: int = RESAMPLES
) -> Interval:
    """The expanded percentile bootstrap interval of a mean.

    The plain percentile interval is too narrow on few cases; its quantiles are moved outwards as far as
    a t interval of that size is wider (Hesterberg 2015, The American Statistician 69:371).
    One value has no spread to resample: both ends are that value. No value at all raises ValueError.
    """
    sample = np.sort(np.fromiter(values, dtype=np.float64))
    if sample.size == 0:
        raise ValueError("There is no mean of no values.")
    mean = fmean(sample)
    if sample[0] == sample[-1]:
        return mean, mean
    tail = _tail(sample.size, confidence)
    low, high = np.quantile(_resampled_means(sample, seed, resamples), [tail, 1 - tail])
    return min(float(low), mean), max(float(high), mean)


def paired_bootstrap(
    first: Sequence[float], second: Sequence[float], seed: int = 0
) -> tuple[float, float, float]:
    """The mean of `second` minus `first` over the same cases, and its interval (see `bootstrap_mean`)."""
    differences = sorted(differences_of(first, second))
    mirrored = sorted(-difference for difference in differences)
    mean = fmean(differences)
    # Drawn the same way whichever arm comes first, so that swapping them mirrors the interval exactly.
    low, high = bootstrap_mean(max(differences, mirrored), seed)
    if differences == mirrored:
        return mean, -max(-low, high), max(-low, high)
    return (mean, low, high) if differences > mirrored else (mean, -high, -low)


def paired_shares(first: Sequence[bool], second: Sequence[bool], seed: int = 0) -> tuple[float, float, float]:
    """As `paired_bootstrap`, for yes/no values; also wide enough where all pairs differ in the same way.

    Such pairs leave the bootstrap nothing to resample. Wilson's upper limit for 0 of n then says how many
    pairs may yet turn out otherwise; with pairs that all agree that is Tango's score interval (1998).
    """
    difference, low, high = paired_bootstrap(first, second, seed)
    if low < high:
        return difference, low, high
    reach = (1 + abs(difference)) * wilson(0, len(first))[1]
    return difference, max(-1.0, difference - reach), min(1.0, difference + reach)


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> float:
    """The two-sided exact p of McNemar's test: are gains and losses equally likely? 1 without either."""
    pairs = list(zip(first, second, strict=True))
    gained = sum(after and not before for before, after in pairs)
    changed = sum(bool(after) != bool(before) for before, after in pairs)
    fewer = min(gained, changed - gained)
    tail: float = sum(comb(changed, count) for count in range(fewer + 1)) / 2**changed
    return min(1.0, 2 * tail)


def sign_flip(first: Sequence[float], second: Sequence[float], seed: int = 0) -> float:
    """The two-sided p of a paired permutation test of the means: would swapped pairs differ as much?

    All swaps are tried where 13 pairs or fewer differ, 10,000 random ones (and the real one) otherwise.
    """
    differences = np.array(differences_of(first, second), dtype=np.float64)
    sizes = np.sort(np.abs(differences[differences != 0]))
    observed = abs(float(differences.sum())) - TOLERANCE * float(sizes.sum())
    if sizes.size <= EXACT_PAIRS:
        patterns = np.arange(2**sizes.size)[:, None] >> np.arange(sizes.size) & 1
        return float(np.mean(np.abs((2 * patterns - 1) @ sizes) >= observed))
    extreme = sum(int(np.sum(np.abs(sums) >= observed)) for sums in _flipped_sums(sizes, seed))
    return (extreme + 1) / (RESAMPLES + 1)


def minimum_detectable_difference(n: int, share: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference from `share` that `mcnemar` over n pairs shows with `power`; 1 where none is.

    Exact unconditional power (Duffy 1984, Biometrics 40:1005): the sum over d changed pairs of
    Bin(d; n, g + l) * P(mcnemar <= alpha | d), with g gained and l lost pairs as shares of all. How often
    two arms disagree is unknown, so they count as independent: g = (1 - share) * other and
    l = share * (1 - other), the upper end for arms that tend to be right on the same cases (Connor 1987,
    Biometrics 43:207). The difference goes towards one half, where disagreement is greater.
    """
    direction = -1 if share > 0.5 else 1  # noqa: PLR2004 - one half is what the docstring says
    low, high = 0.0, max(share, 1 - share)
    if _power(n, share, share + direction * high, alpha) < power:
        return 1.0
    while high - low > 1e-4:  # noqa: PLR2004 - finer than any report shows
        middle = (low + high) / 2
        if _power(n, share, share + direction * middle, alpha) < power:
            low = middle
        else:
            high = middle
    return high


def detectable_mean_difference(
    differences: Sequence[float], power: float = 0.8, alpha: float = 0.05
) -> float:
    """The smallest mean difference that pairs spread like these show with `power`; infinite below two pairs.

    (t(1 - alpha/2) + t(power)) * s / sqrt(n): the textbook formula of the paired t test, with n - 1 degrees
    of freedom and s the standard deviation of the differences.
    """
    from scipy.special import stdtrit

    n = len(differences)
    if n < 2:  # noqa: PLR2004 - a spread needs two
        return inf
    quantiles = stdtrit(n - 1, 1 - alpha / 2) + stdtrit(n - 1, power)
    return float(quantiles * stdev(differences) / sqrt(n))


def differences_of(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """`second` minus `first`, pair by pair. Raises ValueError if they are not equally many."""
    return [float(after) - float(before) for before, after in zip(first, second, strict=True)]


def _tail(n: int, confidence: float) -> float:
    """The share of resampled means to leave out at each end."""
    from scipy.special import ndtr, stdtrit

    quantile = stdtrit(n - 1, (1 + confidence) / 2)
    return float(ndtr(-sqrt(n / (n - 1)) * quantile))


def _resampled_means(sample: Floats, seed: int, resamples: int) -> Floats:
    """The means of as many draws with replacement; `sample` is sorted."""
    distinct, counts = np.unique(sample, return_counts=True)
    random = np.random.default_rng(seed)
    if distinct.size <= FEW_VALUES:
        # How often each value is drawn is all a mean needs: for yes/no values two numbers instead of n.
        drawn = random.multinomial(sample.size, counts / sample.size, size=resamples)
        return np.asarray(drawn @ distinct / sample.size)
    sizes = _batches(resamples, sample.size)
    picks = (random.integers(0, sample.size, size=(size, sample.size)) for size in sizes)
    return np.concatenate([sample[picked].mean(axis=1) for picked in picks])


def _flipped_sums(sizes: Floats, seed: int) -> Iterable[Floats]:
    random = np.random.default_rng(seed)
    for rows in _batches(RESAMPLES, sizes.size):
        signs = random.integers(0, 2, size=(rows, sizes.size), dtype=np.int8)
        yield (2.0 * signs - 1.0) @ sizes


def _batches(rows: int, columns: int) -> list[int]:
    """`rows` in parts that hold at most BATCH numbers each."""
    most = max(1, BATCH // columns)
    return [min(most, rows - start) for start in range(0, rows, most)]


def _power(n: int, share: float, other: float, alpha: float) -> float:
    """How often `mcnemar` gives alpha or less when n independent pairs have these shares."""
    from scipy.special import bdtr, bdtrc

    gained, lost = (1 - share) * other, share * (1 - other)
    if n == 0 or gained + lost == 0:
        return 0.0
    changed = np.arange(n + 1)
    chance = np.diff(bdtr(changed, n, min(1.0, gained + lost)), prepend=0.0)
    critical = _critical(n, alpha)
    possible = critical >= 0
    few, many = critical[possible], changed[possible] - critical[possible] - 1
    gain = gained / (gained + lost)
    shown = bdtr(few, changed[possible], gain) + bdtrc(many, changed[possible], gain)
    return float(np.sum(chance[possible] * shown))


@cache
def _critical(n: int, alpha: float) -> NDArray[np.int64]:
    """For 0 to n changed pairs: the largest lesser side that gives `mcnemar` alpha or less; -1 for none."""
    from scipy.special import bdtr

    critical = np.full(n + 1, -1)
    largest = -1
    for changed in range(1, n + 1):
        # One pair more lets the lesser side grow by one at most.
        if 2 * bdtr(largest + 1, changed, 0.5) <= alpha:
            largest += 1
        critical[changed] = largest
    return critical
