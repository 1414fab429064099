// The machine behind the list: the teams' queues, the channels, the sources, and in the demo its
// day.
import type { JSX } from 'preact';
import type { Overview } from '../model';
import { formatDayMinute, formatSpan } from '../clock';
import { useDesk, useServerNow, useWords } from './context';

function Day({ demo }: { demo: NonNullable<Overview['demo']> }): JSX.Element {
  const {
    words: { t },
    clock,
  } = useDesk();
  const now = useServerNow();
  const local = Math.floor(now / 60_000) + (clock.zone ?? 0);
  const minute = demo.finished ? demo.day_minute : ((local % 1440) + 1440) % 1440;
  return (
    <section class="day">
      <h3>{t('rail.day')}</h3>
      <p class="day-clock" aria-hidden="true">
        {formatDayMinute(minute)}
      </p>
      <progress max={1440} value={minute} aria-label={t('rail.day')} />
      <p class="quiet">
        {demo.finished ? t('rail.finished') : t('rail.speed', { n: Math.round(demo.speed) })}
      </p>
      <p class="quiet">{t('rail.made')}</p>
    </section>
  );
}

export function Rail({ overview }: { overview: Overview }): JSX.Element {
  const { t, kind, tryT } = useWords();
  const now = useServerNow();
  return (
    <aside class="rail" aria-label={t('rail.label')}>
      {overview.demo && <Day demo={overview.demo} />}
      <section>
        <h3>{t('rail.queues')}</h3>
        {(overview.queues ?? []).length === 0 && <p class="quiet">{t('rail.noQueues')}</p>}
        {(overview.queues ?? []).map((queue) => (
          <div key={queue.stream} class="queue">
            <p>
              <b>
                <bdi>{queue.team}</bdi>
              </b>
              <span class={queue.up ? 'health ok' : 'health failing'}>
                {queue.up ? t('rail.queueLength', { n: queue.length }) : t('rail.queueDown')}
              </span>
            </p>
            <code>{queue.stream}</code>
          </div>
        ))}
      </section>
      <section>
        <h3>{t('rail.channels')}</h3>
        {(overview.channels ?? []).length === 0 && <p class="quiet">{t('rail.noChannels')}</p>}
        <ul class="machines">
          {(overview.channels ?? []).map((channel) => (
            <li key={channel.name}>
              <p>
                <b>
                  <bdi>{channel.name}</bdi>
                </b>{' '}
                <span class="quiet">{kind(channel.kind)}</span>
                <span class={`health ${channel.gave_up > 0 ? 'failing' : 'ok'}`}>
                  {channel.gave_up > 0
                    ? t('rail.gaveUp', { n: channel.gave_up })
                    : t('rail.sent', { n: channel.sent })}
                </span>
              </p>
              <p class="quiet">
                {[
                  channel.gave_up > 0 && t('rail.sent', { n: channel.sent }),
                  channel.queued > 0 && t('rail.queued', { n: channel.queued }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {channel.last_error && (
                <p class="error" dir="auto">
                  {channel.last_error}
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('rail.sources')}</h3>
        {(overview.sources ?? []).length === 0 && <p class="quiet">{t('rail.noSources')}</p>}
        <ul class="machines">
          {(overview.sources ?? []).map((source) => {
            const read = Date.parse(source.last_success_at ?? '');
            return (
              <li key={source.name}>
                <p>
                  <b>
                    <bdi>{source.name}</bdi>
                  </b>{' '}
                  <span class="quiet">{kind(source.kind)}</span>
                  <span class={`health ${source.state}`}>
                    {tryT(`rail.source.${source.state}`) ?? source.state}
                  </span>
                </p>
                <p class="quiet">
                  {[
                    !Number.isNaN(read) && t('rail.lastRead', { span: formatSpan(now - read) }),
                    source.failures > 0 && t('rail.failures', { n: source.failures }),
                    source.budget_left !== undefined &&
                      t('rail.budget', { n: source.budget_left }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                {(source.findings ?? []).map((finding) => (
                  <p key={finding.ailment} class="error" lang="en">
                    <b>{tryT(`rail.ailment.${finding.ailment}`) ?? finding.ailment}</b>: {finding.what}.{' '}
                    {finding.cure}.
                  </p>
                ))}
                {source.last_error && !(source.findings ?? []).length && (
                  <p class="error" dir="auto">
                    {source.last_error}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </section>
      <p class="quiet version">
        quince {overview.version} · {t('count.read', { n: overview.counts.mentions ?? 0 })}
      </p>
    </aside>
  );
}
