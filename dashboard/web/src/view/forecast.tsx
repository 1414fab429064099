// The forecast as a picture: a line from the lower to the upper end of the 80 % interval, a dot at
// the median and a tick at 15, on a scale that is logarithmic because reshares are. The words
// beside it say the same.
import type { JSX } from 'preact';
import type { Spread } from '../model';
import { useWords } from './context';

const most = 1000; // what lies beyond is drawn at the edge

export const position = (reshares: number, width: number): number =>
  (Math.log1p(Math.min(Math.max(reshares, 0), most)) / Math.log1p(most)) * width;

export function SpreadLine({
  spread,
  width = 96,
}: {
  spread: Spread;
  width?: number;
}): JSX.Element {
  const at = (n: number): number => Math.round((4 + position(n, width - 8)) * 10) / 10;
  return (
    <svg
      class="spread-line"
      viewBox={`0 0 ${width} 16`}
      width={width}
      height={16}
      aria-hidden="true"
    >
      <path class="axis" d={`M4 8H${width - 4}`} />
      <path class="tick" d={`M${at(15)} 2.5V13.5`} />
      <path
        class="range"
        d={`M${at(spread.low)} 8H${Math.max(at(spread.high), at(spread.low) + 1)}`}
      />
      <circle class="median" cx={at(spread.median)} cy={8} r={3.5} />
    </svg>
  );
}

const ticks = [0, 1, 5, 15, 50, 200, 1000];

export function Forecast({
  spread,
  seen,
}: {
  spread: Spread | undefined;
  seen: number | undefined;
}): JSX.Element {
  const { t, number, percent } = useWords();
  if (!spread) return <p class="quiet">{t('forecast.none')}</p>;
  const width = 420;
  const at = (n: number): number => Math.round((14 + position(n, width - 46)) * 10) / 10;
  return (
    <div class="forecast">
      <p class="forecast-p15">
        <b>{percent(spread.p15)}</b> <span>{t('forecast.p15')}</span>
      </p>
      <svg viewBox={`0 0 ${width} 62`} aria-hidden="true">
        <path class="beyond" d={`M${at(15)} 8H${width - 14}V38H${at(15)}z`} />
        <path class="axis" d={`M8 38H${width - 14}`} />
        {ticks.map((n) => (
          <g key={n} class={n === 15 ? 'tick fifteen' : 'tick'}>
            <path d={n === 15 ? `M${at(n)} 8V42` : `M${at(n)} 34V42`} />
            <text x={at(n)} y={57}>
              {number(n)}
            </text>
          </g>
        ))}
        <path
          class="range"
          d={`M${at(spread.low)} 23H${Math.max(at(spread.high), at(spread.low) + 1)}`}
        />
        <circle class="median" cx={at(spread.median)} cy={23} r={6.5} />
        {seen !== undefined && <path class="seen" d={`M${at(seen)} 38l-5 -9h10z`} />}
      </svg>
      <p>
        {t('forecast.text', { n: spread.median, low: spread.low, high: spread.high })}{' '}
        {seen !== undefined && t('forecast.seen', { n: seen })}
      </p>
    </div>
  );
}
