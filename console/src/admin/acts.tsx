// Acts of own officers, for who may audit them: who did what at this desk, the newest first. They stand on this side alone.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ActNoted, Problem } from "../api.gen";
import { ask, problemOf } from "../api";
import { pulse } from "../live";
import { Empty, Fault } from "../parts/fault";
import { Pane } from "../parts/signs";
import { dtg } from "../time";
import { visible } from "../visible";
import { t } from "../words";

const PAGE = 50;

export function Acts() {
  const found = useSignal<{ acts: ActNoted[]; before: number | null }>({ acts: [], before: null });
  const problem = useSignal<Problem | null>(null);
  const loaded = useSignal(false);

  async function turn(before: number | null): Promise<void> {
    try {
      const page = await ask("acts", { query: { limit: PAGE, before } });
      const newest = [...page.acts].reverse();
      const first = newest.at(-1)?.number ?? 0;
      const known = found.value.acts;
      // What was brought before stays, if the newest page still meets it.
      const meets = before === null && known.some((act) => act.number >= first);
      const older = before === null ? (meets ? known.filter((act) => act.number < first) : []) : [];
      const acts = before === null ? [...newest, ...older] : [...known, ...newest];
      found.value = { acts, before: meets ? found.value.before : page.more ? page.before : null };
      problem.value = null;
    } catch (why) {
      problem.value = problemOf(why);
    }
    loaded.value = true;
  }
  useEffect(() => void turn(null), [pulse.value]);
  const { acts, before } = found.value;
  return (
    <Pane title={t("Acts of our officers")} aside={t("on this side alone; nothing of it can be changed here")}>
      <Fault problem={problem.value} />
      {acts.length ? (
        <div class="scrollx" tabIndex={0} role="region" aria-label={t("Acts of our officers")}>
          <table class="tbl">
            <thead><tr><th scope="col">{t("When")}</th><th scope="col">{t("Officer")}</th><th scope="col">{t("Act")}</th><th scope="col">{t("About")}</th><th scope="col">{t("Words")}</th></tr></thead>
            <tbody>{acts.map((act) => <tr key={act.number}><th scope="row"><bdi dir="ltr">{dtg(act.at)}</bdi></th><td><bdi dir="auto">{act.officer ? visible(act.officer) : t("on the node’s machine")}</bdi></td><td><bdi dir="ltr">{visible(act.what.replaceAll("_", " "))}</bdi></td><td><bdi dir="ltr">{visible(act.ref)}</bdi></td><td><bdi dir="auto">{visible(act.words)}</bdi></td></tr>)}</tbody>
          </table>
        </div>
      ) : loaded.value && !problem.value ? <Empty>{t("No officer did anything here yet.")}</Empty> : null}
      {before === null ? null : <p><button class="quiet" type="button" onClick={() => void turn(before)}>{t("Bring older acts")}</button></p>}
    </Pane>
  );
}
