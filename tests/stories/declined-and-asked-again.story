# A call is declined with a reason that is not for the record, asked for again, put off, held on the next day; then both
# sides commit to a readout before either is public, and publish. The two readouts differ, which is normal.

story     Declined, and asked again
parties   XAA XBB

the generals are XAA "chief of operations" and XBB "chief of operations", level "general officer"

day 0 0600Z     XAA asks for call C1 between the generals about "Divers at the old pier."; for 1000Z to 1200Z; for day 1 1000Z to day 1 1200Z
day 0 0601Z     expect C1 is requested
day 0 0610Z     XBB reads C1
day 0 0611Z     expect C1 is read
day 0 0630Z     XBB declines C1; with a private reason
day 0 0631Z     expect C1 is declined
day 0 0700Z     XAA asks again for C1; saying "The divers are still there."
day 0 0701Z     expect C1 is requested; asked 2 times
day 0 0720Z     XBB accepts C1 for 1100Z
day 0 0721Z     expect C1 is scheduled
day 0 1030Z     XBB puts C1 off; to day 1 1000Z to day 1 1200Z; because "A storm took the telephone lines of the office."
day 0 1031Z     expect C1 is proposed_by_asked
day 0 1040Z     XAA accepts C1 for day 1 1030Z
as of day 0     expect the generals "No call between chief of operations (XAA) and chief of operations (XBB) is in this record; asked for and not held: 1."

day 1 1058Z     XAA accounts for C1: held 1030Z to 1055Z
day 1 1059Z     expect C1 is accounted
day 1 1104Z     XBB accounts for C1: held 1030Z to 1056Z; next call day 30 1000Z
day 1 1105Z     expect C1 is confirmed; asked 2 times
as of day 1     expect the generals "on the day asked; the only one in this record"

day 1 1200Z     XAA commits to readout R1 of C1 "The two offices spoke about divers at the old pier."; point "place" "the old pier"; point "boats" "two"
day 1 1205Z     XBB commits to readout R2 of C1 "The two offices spoke about work at the old pier."; point "place" "the old pier"; point "boats" "one"
day 1 1206Z     expect readout R1 is committed
day 1 1230Z     XAA publishes readout R1
day 1 1240Z     XBB publishes readout R2
day 1 1241Z     expect readout R1 is published
day 1 1241Z     expect readout R2 is published
