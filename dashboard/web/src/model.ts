// What the desk's API sends, member by member as docs/json.md describes. An absent member is
// unknown or empty, which is never the same as zero. Times are RFC 3339 in UTC; offsets of spans
// are UTF-8 bytes.

export type CaseState =
  'new' | 'claimed' | 'contacted' | 'waiting' | 'settled' | 'dismissed' | 'merged';
export type Outcome = 'momentum' | 'decepcion';
export type Verb = 'claim' | 'release' | 'contact' | 'settle' | 'dismiss';

export interface Spread {
  median: number;
  low: number;
  high: number;
  p15: number;
}

export interface Case {
  id: string;
  version: number;
  state: CaseState;
  brand?: string;
  team?: string;
  outcome?: Outcome;
  author?: string;
  author_handle?: string;
  followers?: number;
  standing?: string;
  lang?: string;
  summary?: string;
  url?: string;
  complaint?: number;
  severity?: number;
  severe?: number;
  moment?: 'none' | 'pain' | 'glory';
  truth?: string;
  stage?: string;
  hard_moment?: string;
  aspects?: string[];
  mentions?: string[];
  spread?: Spread;
  passed_on?: number;
  priority?: number;
  critical?: boolean;
  why_critical?: string[];
  storm?: string;
  assignee?: string;
  recovery?: string;
  opened_at?: string;
  updated_at?: string;
  due_at?: string;
  lease_until?: string;
  claimed_at?: string;
  settled_at?: string;
}

export interface Counts {
  shares?: number;
  likes?: number;
  replies?: number;
  quotes?: number;
  views?: number;
}

export interface Author {
  id?: string;
  handle?: string;
  name?: string;
  followers?: number;
  verified?: boolean;
  bot?: boolean;
}

export interface Mention {
  id: string;
  kind?: string;
  feed?: string;
  url?: string;
  title?: string;
  text?: string;
  lang?: string;
  posted_at?: string;
  seen_at?: string;
  author?: Author;
  counts?: Counts;
  rating?: number;
  place?: string;
  revision?: number;
  deleted?: boolean;
}

export type Part = 'text' | 'title';

export interface Span {
  in: Part;
  b: number;
  e: number;
}

export interface Signal {
  rule: string;
  weight?: number;
  spans?: Span[];
}

export interface Assessment {
  id: string;
  lang?: string;
  complaint?: number;
  verdict?: string;
  severity?: number;
  severe?: number;
  signals?: Signal[];
  spread?: Spread;
  rules?: string;
  model?: string;
  reasons?: string[];
}

export interface JournalEntry {
  seq: number;
  at: string;
  actor?: string;
  action: string;
  mention?: string;
  detail?: string;
  note?: string;
}

export interface Delivery {
  channel: string;
  why: string;
  at: string;
  state: 'queued' | 'sent' | 'retry' | 'gave_up';
  reason?: string;
  attempts?: number;
}

// A moment of the customer's that is no post: a renewal, a late payment …
export interface CustomerEvent {
  id: string;
  event: string;
  at: string;
  text?: string;
  facets?: Record<string, string>;
}

export interface Storm {
  id: string;
  version: number;
  brand?: string;
  aspect?: string;
  case_count?: number;
  opened_at?: string;
  updated_at?: string;
  closed_at?: string;
}

export interface CasePage {
  case: Case;
  mentions: { mention: Mention; assessment?: Assessment }[];
  journal: JournalEntry[];
  deliveries: Delivery[];
  events?: CustomerEvent[];
  storm?: Storm;
}

export interface Overview {
  now: string;
  version: string;
  brands: { key: string; name: string }[];
  counts: Record<
    | 'open'
    | 'fresh'
    | 'claimed'
    | 'critical'
    | 'settled'
    | 'momentum'
    | 'decepcion'
    | 'recovered'
    | 'mentions'
    | 'assessed',
    number
  >;
  storms: Storm[];
  queues: { team: string; stream: string; length: number; up: boolean }[];
  channels: {
    name: string;
    kind: string;
    queued: number;
    sent: number;
    gave_up: number;
    last_error?: string;
  }[];
  sources: {
    name: string;
    kind: string;
    state: 'ok' | 'failing' | 'ailing' | 'waiting';
    budget_left?: number;
    findings?: { ailment: string; what: string; cure: string }[];
    last_success_at?: string;
    next_at?: string;
    failures: number;
    last_error?: string;
  }[];
  accounts: boolean;
  demo?: { day_minute: number; speed: number; finished: boolean };
}

export const isOpen = (c: Case): boolean =>
  c.state !== 'settled' && c.state !== 'dismissed' && c.state !== 'merged';

// The kind of feed that the case came from: ids of mentions begin with it.
export const kindOf = (c: Case): string => c.mentions?.[0]?.split(':', 1)[0] ?? '';

// What arrives over the wire is looked at before it is believed.
const isRecord = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);

function versioned<T>(data: string): T | null {
  try {
    const value: unknown = JSON.parse(data);
    const sound =
      isRecord(value) && typeof value.id === 'string' && typeof value.version === 'number';
    return sound ? (value as T) : null;
  } catch {
    return null;
  }
}

export const readCase = (data: string): Case | null => versioned<Case>(data);
export const readStorm = (data: string): Storm | null => versioned<Storm>(data);

export function readOverview(data: string): Overview | null {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) && typeof value.now === 'string' && isRecord(value.counts)
      ? (value as unknown as Overview)
      : null;
  } catch {
    return null;
  }
}
