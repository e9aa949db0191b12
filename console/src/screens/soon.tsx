// A screen that is still to come says so. None is faked.
import { Empty } from "../parts/fault";
import { Pane } from "../parts/signs";
import { PLACES, where } from "../places";
import { t } from "../words";

export function Soon() {
  const place = PLACES.find((item) => item.name === where.value.name);
  return (
    <main id="main" class="page page-one" tabIndex={-1}>
      <h1 class="vh">{t(place?.label ?? "")}</h1>
      <Pane title={t(place?.label ?? "")}>
        <Empty>{t("This screen is not built yet, and nothing of it works elsewhere.")}</Empty>
      </Pane>
    </main>
  );
}
