// What a person can do with a case. The server decides; what it refuses is said in words.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isOpen, type Case, type Verb } from '../model';
import { useDesk } from './context';
import { ActDialog, type Ask } from './dialogs';
import { Sign } from './symbols';

export function Actions({ c }: { c: Case }): JSX.Element | null {
  const {
    words: { t },
    act,
    actor,
  } = useDesk();
  const [ask, setAsk] = useState<Ask | null>(null);
  const [said, say] = useState<{ good: boolean; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (verb: Verb, body = {}): Promise<void> => {
    setBusy(true);
    const wrong = await act(c, verb, body);
    setBusy(false);
    say(
      wrong === null
        ? { good: true, text: t(`act.done.${verb}`) }
        : wrong === ''
          ? null
          : { good: false, text: wrong },
    );
  };
  const theirs = c.assignee !== undefined && c.assignee !== actor;
  const can = { disabled: busy || theirs };
  return (
    <div class="actions">
      {isOpen(c) && (
        <p class="buttons">
          {!c.assignee && (
            <button
              type="button"
              class="button primary"
              data-testid="claim"
              {...can}
              onClick={() => void run('claim')}
            >
              <Sign name="hand" />
              {t('act.claim')}
            </button>
          )}
          {c.state !== 'contacted' && (
            <button
              type="button"
              class="button"
              data-testid="contact"
              {...can}
              onClick={() => setAsk('contact')}
            >
              {t('act.contact')}
            </button>
          )}
          <button
            type="button"
            class={c.assignee ? 'button primary' : 'button'}
            data-testid="settle"
            {...can}
            onClick={() => setAsk('settle')}
          >
            {t('act.settle')}
          </button>
          <button type="button" class="button" {...can} onClick={() => setAsk('dismiss')}>
            {t('act.dismiss')}
          </button>
          {c.assignee && !theirs && (
            <button
              type="button"
              class="button"
              data-testid="release"
              {...can}
              onClick={() => void run('release')}
            >
              {t('act.release')}
            </button>
          )}
        </p>
      )}
      <p class={said?.good === false ? 'problem' : 'done'} role="status">
        {said?.text ?? ''}
      </p>
      {ask && (
        <ActDialog
          ask={ask}
          onClose={() => setAsk(null)}
          onDone={(body) => {
            setAsk(null);
            void run(ask, body);
          }}
        />
      )}
    </div>
  );
}
