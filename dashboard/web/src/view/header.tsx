// The head of the page: whose desk it is, whether it is live, the numbers of the day, the language
// and who acts.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { languages, type Lang } from '../i18n';
import { countsOf, isLive, type State } from '../store';
import { formatSpan } from '../clock';
import { useDesk, useWall, useWords } from './context';
import { Quince, Sign } from './symbols';

export function LinkState({ state }: { state: State }): JSX.Element {
  const { t } = useWords();
  const wall = useWall();
  const live = isLive(state, wall);
  if (live)
    return (
      <span class="link live" data-testid="link">
        <i aria-hidden="true" />
        {t('live.live')}
      </span>
    );
  const first = state.link === 'connecting' && state.provenAt === 0;
  const text = first
    ? t('live.connecting')
    : state.provenAt === 0
      ? t('live.never')
      : t('live.lost', { span: formatSpan(wall - state.provenAt) });
  return (
    <span class={first ? 'link' : 'link lost'} data-testid="link">
      <i aria-hidden="true" />
      {text}
    </span>
  );
}

function LinkAnnounce({ state }: { state: State }): JSX.Element {
  const { t } = useWords();
  const wall = useWall();
  const lost = state.provenAt > 0 && !isLive(state, wall);
  return (
    <p class={lost ? 'stale' : 'unseen'} role="status">
      {lost ? t('live.stale') : ''}
    </p>
  );
}

const numbers = [
  'open',
  'fresh',
  'claimed',
  'critical',
  'momentum',
  'decepcion',
  'recovered',
] as const;

export function Header({
  state,
  setLang,
  help,
}: {
  state: State;
  setLang(lang: Lang): void;
  help(): void;
}): JSX.Element {
  const {
    words: { t, lang, number },
    actor,
    askName,
  } = useDesk();
  const { overview } = state;
  const counts = useMemo(() => countsOf(state), [state]);
  const brands = (overview?.brands ?? []).map((brand) => brand.name || brand.key);
  return (
    <header class="top">
      <div class="top-bar">
        <a class="name" href="#/">
          <Quince />
          <span>quince</span>
        </a>
        <h1>
          {brands.map((brand) => (
            <bdi key={brand}>{brand}</bdi>
          ))}
        </h1>
        <LinkState state={state} />
        <div class="top-tools">
          <div class="languages" role="group" aria-label={t('app.language')}>
            {languages.map((each) => (
              <button
                key={each.lang}
                type="button"
                lang={each.lang}
                aria-pressed={each.lang === lang}
                onClick={() => setLang(each.lang)}
              >
                {each.lang.toUpperCase()}
                <span class="unseen"> {each.name}</span>
              </button>
            ))}
          </div>
          <button type="button" class="who-am-i" onClick={() => askName()} data-testid="actor">
            <Sign name="hand" />
            <span>{actor ? <bdi>{actor}</bdi> : t('app.yourName')}</span>
            {actor && <span class="unseen">, {t('app.you', { name: actor })}</span>}
          </button>
          <button
            type="button"
            class="icon-button"
            onClick={help}
            aria-label={t('app.help')}
            title={t('app.help')}
          >
            <Sign name="help" />
          </button>
        </div>
      </div>
      <LinkAnnounce state={state} />
      {overview && (
        <dl class="numbers">
          {numbers.map((key) => (
            <div key={key} class={`number ${key}${counts[key] ? '' : ' zero'}`}>
              <dt>{t(`count.${key}`)}</dt>
              <dd>{number(counts[key] ?? 0)}</dd>
            </div>
          ))}
        </dl>
      )}
      {overview && !overview.accounts && <p class="no-accounts">{t('app.noAccounts')}</p>}
    </header>
  );
}
