// What the desk remembers in this browser: who acts, the language, and whether single keys work.
// Storage may be closed to us (private windows, policies); then it is remembered until the page is
// left.
const memory = new Map<string, string>();

function get(key: string): string | null {
  try {
    return localStorage.getItem(`quince.${key}`);
  } catch {
    return memory.get(key) ?? null;
  }
}

function set(key: string, value: string): void {
  try {
    localStorage.setItem(`quince.${key}`, value);
  } catch {
    memory.set(key, value);
  }
}

const actorBytesMax = 80; // the server's bound

export const settings = {
  actor: (): string => get('actor') ?? '',
  setActor: (name: string): void => set('actor', name),
  lang: (): string => get('lang') ?? '',
  setLang: (lang: string): void => set('lang', lang),
  keys: (): boolean => get('keys') !== 'off',
  setKeys: (on: boolean): void => set('keys', on ? 'on' : 'off'),
};

// Why a name cannot be used, or null if it can.
export function actorProblem(name: string): 'empty' | 'long' | 'reserved' | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'empty';
  if (new TextEncoder().encode(trimmed).length > actorBytesMax) return 'long';
  return trimmed.toLowerCase() === 'quince' ? 'reserved' : null;
}
