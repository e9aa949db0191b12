// A screen that is still to come says so, and what does the same today. None is faked.
import { Empty } from "../parts/fault";
import { Pane } from "../parts/signs";
import { PLACES, where } from "../places";
import { t } from "../words";

const TODAY: Record<string, string> = {
  messages: "watchline inbox, send, read, ack",
  calls: "watchline call, readout",
  record: "watchline log, verify, prove",
  contacts: "watchline contacts",
};

export function Soon() {
  const place = PLACES.find((item) => item.name === where.value.name);
  const verb = TODAY[where.value.name];
  return (
    <main id="main" class="page page-one" tabIndex={-1}>
      <h1 class="vh">{t(place?.label ?? "")}</h1>
      <Pane title={t(place?.label ?? "")}>
        <Empty>{verb ? t("This screen is not built yet. On the node’s machine the same is done by: {verb}.", { verb }) : t("This screen is not built yet, and nothing of it works elsewhere.")}</Empty>
      </Pane>
    </main>
  );
}
