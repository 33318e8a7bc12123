"""How much may come out of one container, all that is nested in it included."""

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 10_000
LARGEST_MEMBER = 200 * MEGABYTE
LARGEST_WHOLE = 1000 * MEGABYTE
# How far a member may unpack once it is larger than `FREE_RATIO`: tables pack well, bombs far better.
HIGHEST_RATIO = 100
FREE_RATIO = 10 * MEGABYTE
DEEPEST = 3
LONGEST_PART = 255
LONGEST_NAME = 1000
