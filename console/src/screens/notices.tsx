// Notices: what each side announced, where, how high and when; the table and the map always together.
import { useSignal } from "@preact/signals";
import type { Area, Hatch, Seen } from "../map/chart";
import { MapPane } from "../map/pane";
import { t } from "../words";

const AREAS: readonly Area[] = [];
const HATCHES: readonly Hatch[] = [];

export function Notices() {
  const seen = useSignal<Seen>("mercator");
  return (
    <main id="main" class="page page-map" tabIndex={-1}>
      <h1 class="vh">{t("Notices")}</h1>
      <section class="pane mapside" aria-label={t("Map")}>
        <header><h2>{t("Map")}</h2><span class="aside">{t("coast and graticule")}</span></header>
        <MapPane areas={AREAS} hatches={HATCHES} seen={seen.value} onChart={() => undefined} onChoose={() => undefined} />
      </section>
    </main>
  );
}
