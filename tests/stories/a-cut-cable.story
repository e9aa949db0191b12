# One circuit falls silent, then the other: DEGRADED, DARK, and what was written meanwhile arrives when one returns.
# Silence has no cause in the record unless the party that was silent gives one.

story     A cut cable
parties   XAA XBB

the desks are XAA "watch" and XBB "watch", level "watch"

day 0 0700Z     expect the line is NORMAL
day 0 0701Z     circuit one is cut
day 0 0702Z     expect the line is DEGRADED
day 0 0703Z     XAA sends FLASH M1 "Aircraft of ours in distress, crossing the agreed line northbound. Please hold fire and relay."
day 0 0704Z     XBB reads message M1
day 0 0705Z     XBB acknowledges message M1
day 0 0710Z     circuit two is cut
day 0 0711Z     expect the line is DARK
day 0 0712Z     XAA asks for call C1 between the desks about "Both circuits are silent here."
day 0 0720Z     circuit one is restored
day 0 0721Z     expect the line is DEGRADED
day 0 0721Z     expect C1 is requested
day 0 0722Z     XBB reads C1
day 0 0725Z     XBB accepts C1 for 0730Z
day 0 0731Z     XAA accounts for C1: no answer
day 0 0732Z     expect C1 is tried
day 0 0735Z     circuit two is restored
day 0 0737Z     expect the line is NORMAL
day 0 0738Z     XBB cancels C1; because "Both circuits stand again."
day 0 0739Z     expect C1 is cancelled
as of day 0     expect the desks "No call between watch (XAA) and watch (XBB) is in this record"
