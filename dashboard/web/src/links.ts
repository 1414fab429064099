// Addresses come from outside: only http and https are ever made a link.
export function safeUrl(url: string | undefined): string | null {
  try {
    const parsed = new URL(url ?? '');
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

// A language tag from outside as a lang attribute; undefined where it is none.
export const safeLang = (tag: string | undefined): string | undefined =>
  tag && tag !== 'und' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? tag : undefined;
