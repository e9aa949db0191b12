// What rungs are called on screens.
import { t } from "../words";

export const rungWord = (rung: string | null): string => (rung === null ? "" : t({ ours_only: "ours only", held: "held", established: "established", press: "the press alone" }[rung] ?? rung));
