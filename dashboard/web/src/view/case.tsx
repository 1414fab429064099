// The page of one case: the customer's words with the evidence in them, why it fired, how far it
// may go, whose it is, what can be done, and what was done. It is read again whenever the live
// stream brings a newer version of the case.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadCase, Problem } from '../api';
import { isOpen, kindOf, type Case, type CasePage } from '../model';
import { safeUrl } from '../links';
import { Actions } from './actions';
import { Quote, Signals } from './evidence';
import { Clock, Facts } from './facts';
import { Forecast } from './forecast';
import { DueClock, StateBadge } from './row';
import { Severity, Sign } from './symbols';
import { Timeline, Told } from './timeline';
import { StormBanner } from './list';
import { useDesk, useWords } from './context';

const recheckMs = 3_000; // a delivery on its way changes no version of the case

type Loaded = { page: CasePage } | { problem: 'gone' | 'unreachable' } | null;

function useCasePage(id: string, live: Case | undefined): [Loaded, () => void] {
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [turn, setTurn] = useState(0);
  const version = live?.version ?? 0;
  useEffect(() => setLoaded(null), [id]);
  useEffect(() => {
    let current = true;
    loadCase(id).then(
      (page) => current && setLoaded({ page }),
      (error: unknown) =>
        current &&
        setLoaded((before) => {
          if (error instanceof Problem && error.status === 404) return { problem: 'gone' };
          return before && 'page' in before ? before : { problem: 'unreachable' };
        }),
    );
    return () => {
      current = false;
    };
  }, [id, version, turn]);
  const moving =
    loaded &&
    'page' in loaded &&
    loaded.page.deliveries.some((d) => d.state === 'queued' || d.state === 'retry');
  useEffect(() => {
    if (!moving) return undefined;
    const timer = window.setTimeout(() => setTurn((n) => n + 1), recheckMs);
    return () => window.clearTimeout(timer);
  }, [moving, turn]);
  return [loaded, () => setTurn((n) => n + 1)];
}

function Words({ page }: { page: CasePage }): JSX.Element {
  const { t } = useWords();
  const [lit, setLit] = useState<{ post: number; signal: number } | null>(null);
  if (page.mentions.length === 0)
    return (
      <section>
        <h3>{t('case.words')}</h3>
        <p class="quiet">{t('case.noWords')}</p>
      </section>
    );
  return (
    <>
      {page.mentions.map(({ mention, assessment }, i) => {
        const pointed = lit?.post === i ? lit.signal : null;
        return (
          <section key={mention.id} class="said">
            <h3>{t(i === 0 ? 'case.words' : 'case.laterWords')}</h3>
            <Quote
              mention={mention}
              signals={assessment?.signals ?? []}
              lit={pointed}
              recovery={page.case.recovery === mention.id}
            />
            {assessment && (
              <details class="why" open={i === 0}>
                <summary>
                  <h3>{t('case.why')}</h3>
                </summary>
                {i === 0 && <Facts c={page.case} />}
                <Signals
                  mention={mention}
                  assessment={assessment}
                  lit={pointed}
                  setLit={(signal) => setLit(signal === null ? null : { post: i, signal })}
                />
                {assessment.reasons && (
                  <ul class="reasons">
                    {assessment.reasons.map((r) => (
                      <li key={r} dir="auto">
                        {r}
                      </li>
                    ))}
                  </ul>
                )}
                {assessment.rules && (
                  <p class="digests">
                    {t('why.digests', {
                      rules: assessment.rules.slice(0, 12),
                      model: (assessment.model ?? '–').slice(0, 12),
                    })}
                  </p>
                )}
              </details>
            )}
          </section>
        );
      })}
    </>
  );
}

export function CaseView({ id, live }: { id: string; live: Case | undefined }): JSX.Element {
  const {
    words: { t, tryT, kind, compact, term },
    actor,
  } = useDesk();
  const [loaded, again] = useCasePage(id, live);
  const heading = useRef<HTMLHeadingElement>(null);
  const page = loaded && 'page' in loaded ? loaded.page : null;
  const shown = page !== null && page.case.id === id;
  useEffect(() => {
    if (shown) heading.current?.focus({ preventScroll: true });
  }, [id, shown]);
  const back = (
    <a class="back" href="#/">
      <Sign name="back" />
      {t('case.back')}
    </a>
  );
  if (!page) {
    const problem = loaded && 'problem' in loaded ? loaded.problem : null;
    return (
      <article class="case">
        {back}
        {problem === null ? (
          <p class="quiet loading">{t('case.loading')}</p>
        ) : (
          <div class="empty">
            <p>{t(`case.${problem}`)}</p>
            {problem === 'unreachable' && (
              <button type="button" class="button" onClick={again}>
                {t('case.retry')}
              </button>
            )}
          </div>
        )}
      </article>
    );
  }
  const c = live && live.version > page.case.version ? live : page.case;
  const url = safeUrl(c.url);
  return (
    <article class="case" aria-labelledby="case-title" data-testid="case">
      {back}
      <header class="case-head">
        <p class="case-kind">
          <Severity level={c.severity} />
          {c.critical && isOpen(c) && <span class="critical-word">{t('critical.word')}</span>}
          <StateBadge c={c} />
          {c.assignee && (
            <bdi class={c.assignee === actor ? 'holder mine' : 'holder'}>
              <Sign name="hand" />
              {c.assignee}
            </bdi>
          )}
          <DueClock c={c} />
        </p>
        <h2 id="case-title" ref={heading} tabIndex={-1}>
          {c.author_handle ? <bdi>@{c.author_handle}</bdi> : t('row.someone')}
        </h2>
        <p class="case-who">
          {c.standing && <span>{tryT(`standing.${c.standing}`)}</span>}
          {c.followers !== undefined && (
            <span>{t('row.followers', { n: c.followers, count: compact(c.followers) })}</span>
          )}
          {kindOf(c) && <span>{kind(kindOf(c))}</span>}
          {(c.aspects ?? []).length > 0 && (
            <span>{c.aspects!.map((aspect) => term(aspect)).join(' · ')}</span>
          )}
          {url && (
            <a href={url} target="_blank" rel="noopener noreferrer nofollow">
              {t('case.open')}
              <Sign name="out" />
            </a>
          )}
        </p>
        <Actions key={id} c={c} />
      </header>
      {page.storm && <StormBanner storm={page.storm} active={false} />}
      <div class="case-body">
        <div class="case-main">
          <Words key={id} page={page} />
        </div>
        <div class="case-side">
          <section>
            <h3>{t('case.forecast')}</h3>
            <Forecast spread={c.spread} seen={c.passed_on} />
          </section>
          <section>
            <h3>{t('case.clock')}</h3>
            <Clock c={c} />
          </section>
          <section>
            <h3>{t('case.timeline')}</h3>
            <p class="unseen">{t('case.timelineHint')}</p>
            <Timeline journal={page.journal} events={page.events ?? []} />
          </section>
          <section>
            <h3>{t('case.told')}</h3>
            <Told deliveries={page.deliveries} />
          </section>
        </div>
      </div>
    </article>
  );
}
