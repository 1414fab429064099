// The questions the desk asks. A native <dialog> keeps the focus inside, closes on Esc and the
// focus goes back where it was.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { actorProblem, settings } from '../settings';
import type { Outcome } from '../model';
import type { Key } from '../i18n/en';
import { useWords } from './context';
import { Severity, Sign } from './symbols';

interface ModalProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
}

export function Modal({ title, onClose, children }: ModalProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div class="dialog-body">
        <h2 id="dialog-title">{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

export function NameDialog({
  name,
  onDone,
  onClose,
}: {
  name: string;
  onDone(name: string): void;
  onClose(): void;
}): JSX.Element {
  const { t } = useWords();
  const [problem, setProblem] = useState<ReturnType<typeof actorProblem>>(null);
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    const given = input.current?.value ?? '';
    const wrong = actorProblem(given);
    setProblem(wrong);
    if (!wrong) onDone(given.trim());
  };
  return (
    <Modal title={t('name.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <p>{t('name.text')}</p>
        <label for="actor">{t('name.label')}</label>
        <input
          id="actor"
          ref={input}
          defaultValue={name}
          autoComplete="given-name"
          autofocus
          aria-invalid={problem !== null}
          aria-describedby="actor-problem"
        />
        <p id="actor-problem" class="problem" role="alert">
          {problem ? t(`name.${problem}`) : ''}
        </p>
        <p class="buttons">
          <button type="submit" class="button primary">
            {t('name.save')}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {t('act.cancel')}
          </button>
        </p>
      </form>
    </Modal>
  );
}

export type Ask = 'contact' | 'settle' | 'dismiss';

export function ActDialog({
  ask,
  onDone,
  onClose,
}: {
  ask: Ask;
  onDone(body: { outcome?: string; note?: string }): void;
  onClose(): void;
}): JSX.Element {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [note, setNote] = useState('');
  const ready = ask === 'settle' ? outcome !== null : ask === 'dismiss' ? note.trim() !== '' : true;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (ready)
      onDone({ ...(outcome ? { outcome } : {}), ...(note.trim() ? { note: note.trim() } : {}) });
  };
  return (
    <Modal title={t(`act.${ask}.title`)} onClose={onClose}>
      <form onSubmit={submit}>
        {ask !== 'settle' && (
          <p>{t(ask === 'contact' ? 'act.contact.text' : 'act.dismiss.text')}</p>
        )}
        {ask === 'settle' && (
          <fieldset class="outcomes">
            <legend class="unseen">{t('act.settle.title')}</legend>
            {(['momentum', 'decepcion'] as const).map((each) => (
              <label key={each} class={`outcome ${each}`}>
                <input
                  type="radio"
                  name="outcome"
                  value={each}
                  checked={outcome === each}
                  onChange={() => setOutcome(each)}
                />
                <span>
                  <b>
                    {each === 'momentum' && <Sign name="leaf" />}
                    {t(`outcome.${each}`)}
                  </b>
                  <span>{t(`outcome.${each}.text`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label for="note">{t(ask === 'dismiss' ? 'act.note' : 'act.noteOptional')}</label>
        <textarea
          id="note"
          rows={3}
          maxLength={500}
          value={note}
          aria-describedby="note-hint"
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <p id="note-hint" class="quiet">
          {t('act.noteHint')}
        </p>
        <p class="buttons">
          <button type="submit" class="button primary" disabled={!ready} data-testid="confirm">
            {t(ask === 'contact' ? 'act.confirm' : `act.${ask}.confirm`)}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {t('act.cancel')}
          </button>
        </p>
      </form>
    </Modal>
  );
}

const keys: readonly [string, Key][] = [
  ['j k', 'help.move'],
  ['Enter', 'help.enter'],
  ['c', 'help.claim'],
  ['n', 'help.fresh'],
  ['Esc', 'help.back'],
  ['?', 'help.help'],
];

export function HelpDialog({ onClose }: { onClose(): void }): JSX.Element {
  const { t } = useWords();
  const [on, setOn] = useState(settings.keys());
  return (
    <Modal title={t('help.title')} onClose={onClose}>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((k) => (
                <kbd key={k}>{k}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={() => {
            settings.setKeys(!on);
            setOn(!on);
          }}
        />
        {t('help.on')}
      </label>
      <h3>{t('help.severity')}</h3>
      <ul class="legend">
        {[4, 3, 2, 1].map((n) => (
          <li key={n}>
            <Severity level={n} />
          </li>
        ))}
      </ul>
      <h3>{t('help.words')}</h3>
      <p>
        <b>{t('help.momentum')}</b>: {t('outcome.momentum.text')}
      </p>
      <p>
        <b>{t('help.decepcion')}</b>: {t('outcome.decepcion.text')}
      </p>
      <p class="buttons">
        <button type="button" class="button primary" autofocus onClick={onClose}>
          {t('help.close')}
        </button>
      </p>
    </Modal>
  );
}
