# A flight is planned along the reference line; a live-fire area beside it comes too near in area, height and time.
# Both nodes find it by themselves, with the same numbers; twenty minutes earlier, and both see CLEAR. Nobody gave leave to anybody.

story     Live fire and a flight
parties   XAA XBB

separation of air is 5 km, 300 m, 15 min
separation of live fire is 5 km, 300 m, 10 min
reference line "Line A" from 48.05N 030.60W to 48.05N 029.40W

day 0 0700Z     XBB announces air N1 "Survey flight"; within 2 km of the route 48.10N 030.50W to 48.10N 029.50W; between 2500 m and 3500 m; from day 1 1250Z to day 1 1330Z
day 0 0701Z     expect N1 is planned; version 1; XAA is to read it; not in force
day 0 0710Z     XAA reads N1
day 0 0711Z     expect N1 is planned; XAA has read it
day 0 0800Z     XAA announces live fire N2 "Range 5"; within 5 km of 48.00N 030.00W; below 3000 m; from day 1 1200Z to day 1 1253Z
day 0 0801Z     expect N2 and N1 are conflict; CONFLICT by both
day 0 0805Z     XBB reads N2
day 0 0806Z     XBB objects to N2 "It stands across the route of N1."
day 0 0807Z     expect N2 is planned; XBB objects
day 0 0820Z     XAA moves N2 by 20 minutes earlier
day 0 0821Z     expect N2 and N1 are separated by time; CLEAR by both
day 0 0821Z     expect N2 is amended; version 2; XBB is to read it
day 0 0830Z     XBB reads N2
day 0 0831Z     XBB notes N2
day 0 0832Z     expect N2 is amended; XBB notes it

day 1 1140Z     XAA begins N2
day 1 1141Z     expect N2 is active; in force
day 1 1234Z     expect N2 is expired; not in force
day 1 1235Z     XAA ends N2
day 1 1236Z     expect N2 is ended; not in force
day 1 1250Z     XBB begins N1
day 1 1300Z     expect N1 is active; in force
day 1 1331Z     XBB ends N1
day 1 1332Z     expect N1 is ended; not in force
day 1 1333Z     expect N2 and N1 are separated
