// Calls to the desk's API. A refusal is a Problem with the server's own words (RFC 9457); a call
// that never reached the server has status 0.
import type { Case, CasePage, Overview, Verb } from './model';

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

const deadlineMs = 10_000;

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      cache: 'no-store',
      signal: AbortSignal.timeout(deadlineMs),
    });
  } catch (error) {
    throw new Problem(0, String(error));
  }
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Problem(response.status, problem.detail ?? response.statusText);
}

export const loadOverview = (): Promise<Overview> => call('/api/v1/overview');

export interface CaseList {
  cases: Case[];
  next?: string;
}

export function loadCases(state: 'open' | 'settled', cursor = ''): Promise<CaseList> {
  const query = new URLSearchParams({ state, limit: '200' });
  if (cursor !== '') query.set('cursor', cursor);
  return call(`/api/v1/cases?${query}`);
}

export const loadCase = (id: string): Promise<CasePage> =>
  call(`/api/v1/cases/${encodeURIComponent(id)}`);

export interface ActionBody {
  actor: string;
  outcome?: string;
  note?: string;
}

export const act = (id: string, verb: Verb, body: ActionBody): Promise<Case> =>
  call(`/api/v1/cases/${encodeURIComponent(id)}/${verb}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Quince-Request': '1' },
    body: JSON.stringify(body),
  });
