// A screen that is a file of its own: fetched once, when it is first opened.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ComponentType } from "preact";
import type { Problem } from "../api.gen";
import { Empty, Fault } from "../parts/fault";
import { t } from "../words";

const LOST: Problem = {
  code: "lost",
  what: "The program of this screen could not be fetched.",
  means: "The node does not answer, or it serves another version of the desk than this page has.",
  then: "Load the desk again.",
};

/** Fetch the styles that only a later screen needs, once; a page that has them goes on at once. */
export function styled(name: string): Promise<void> {
  const id = `style-${name}`;
  if (document.getElementById(id)) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      failed(new Error(name));
    };
    Object.assign(link, { id, rel: "stylesheet", href: `${name}.css` });
    document.head.append(link);
  });
}

export function Later({ load }: { load: () => Promise<ComponentType> }) {
  const found = useSignal<{ Screen: ComponentType } | null>(null);
  const lost = useSignal(false);
  useEffect(() => {
    load().then((Screen) => (found.value = { Screen }), () => (lost.value = true));
  }, []);
  if (found.value) return <found.value.Screen />;
  return (
    <main id="main" class="page page-one" tabIndex={-1}>
      <section class="pane" aria-busy={!lost.value}>{lost.value ? <Fault problem={LOST} /> : <Empty>{t("The screen is being fetched.")}</Empty>}</section>
    </main>
  );
}
