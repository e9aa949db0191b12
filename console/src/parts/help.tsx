// The list behind `?`: every key that works now.
import { useLayoutEffect, useRef } from "preact/hooks";
import { changed, help, letters, offered, turnLetters } from "../keys";
import { PLACES } from "../places";
import { t } from "../words";

export function Help() {
  const box = useRef<HTMLDialogElement>(null);
  const open = help.value;
  changed.value;
  useLayoutEffect(() => {
    if (open && !box.current?.open) box.current?.showModal();
    if (!open && box.current?.open) box.current.close();
  }, [open]);
  return (
    <dialog class="help" ref={box} aria-labelledby="help-title" onClose={() => (help.value = false)}>
      <h2 id="help-title" class="t28">{t("Keys")}</h2>
      <dl>
        {offered().map((key) => <Row key={key.shown} shown={key.shown} does={t(key.does)} />)}
        <Row shown="F9" does={t("next palette: day, dusk, night")} />
        <Row shown="Esc" does={t("close, or go back")} />
        {PLACES.filter((place) => !place.soon).map((place) => <Row key={place.name} shown={`g ${place.key}`} does={t(place.label)} />)}
      </dl>
      <p><label><input type="checkbox" checked={letters.value} onChange={(event) => turnLetters(event.currentTarget.checked)} /> {t("single letters act (off in fields always)")}</label></p>
      <p class="acts gap"><button class="btn main" type="button" onClick={() => (help.value = false)}>{t("Close")} <kbd>Esc</kbd></button></p>
    </dialog>
  );
}

const Row = ({ shown, does }: { shown: string; does: string }) => <><dt><kbd>{shown}</kbd></dt><dd>{does}</dd></>;
