# Where forces are is announced coarsely and without an end, with a date by which its author says it anew.
# The date passes and it is shown as STALE, which says nothing of why. Narrowing needs no new reading; widening does, also while the line is cut.

story     Forces that stay
parties   XAA XBB

separation of presence is 10 km, 1000 m, 60 min

day 0 0700Z     XAA announces presence N1 "North of the bay"; within 20 km of 48.00N 030.00W; below 500 m; to be reviewed by day 2 0700Z
day 0 0701Z     expect N1 is planned; version 1; in force; not STALE; XBB is to read it
day 0 0720Z     XBB reads N1
day 0 0730Z     XBB notes N1
day 0 0731Z     expect N1 is planned; XBB notes it
day 2 0659Z     expect N1 is planned; not STALE
day 2 0701Z     expect N1 is planned; STALE; in force; XBB notes it
day 2 0900Z     XAA amends N1; to be reviewed by day 9 0700Z
day 2 0901Z     expect N1 is amended; version 2; not STALE; XBB notes it
day 3 0800Z     XAA amends N1; within 15 km of 48.00N 030.00W
day 3 0801Z     expect N1 is amended; version 3; XBB notes it
day 3 1000Z     circuit one is cut
day 3 1000Z     circuit two is cut
day 3 1100Z     XAA amends N1; within 25 km of 48.00N 030.00W
day 3 1200Z     XBB announces humanitarian N2 "Convoy with food"; within 1 km of the route 48.30N 030.40W to 48.30N 029.60W; below 100 m; from day 5 0600Z to day 5 1200Z
day 3 1300Z     circuit one is restored
day 3 1300Z     circuit two is restored
day 3 1302Z     expect N1 is amended; version 4; XBB is to read it
day 3 1302Z     expect N1 and N2 are conflict; CONFLICT by both
day 3 1310Z     XBB reads N1
day 3 1311Z     expect N1 is amended; XBB has read it
day 3 1320Z     XAA reads N2
day 3 1330Z     XAA amends N1; within 12 km of 48.00N 030.00W
day 3 1331Z     expect N1 and N2 are separated by area; CLEAR by both
day 3 1331Z     expect N1 is amended; version 5; XBB has read it
day 6 0000Z     expect N2 is expired; not in force
day 6 0700Z     XAA withdraws N1
day 6 0701Z     expect N1 is cancelled; not in force; not STALE
