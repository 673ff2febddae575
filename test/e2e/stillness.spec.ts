/** What a visitor reads stays where it is while the page comes to life and plays its recordings. */
import { expect, test, type Page } from '@playwright/test';

interface Shift {
  at: number;
  value: number;
}

interface Seen {
  shifts: Shift[];
  /** What was said of the runs. */
  said: string[];
}

/** Keeps what the browser says of layout shifts, in milliseconds and as shares of the window, from before the page is drawn. */
async function watch(page: Page): Promise<() => Promise<Seen>> {
  await page.addInitScript(() => {
    const seen: Seen = { shifts: [], said: [] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const { startTime, value } of list.getEntries() as (PerformanceEntry & { value: number })[]) {
        seen.shifts.push({ at: startTime, value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new MutationObserver(() => {
      const says = document.querySelector('h1')?.textContent;
      if (says && says !== seen.said.at(-1)) seen.said.push(says);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

/** The most that moves within five seconds, in shifts less than a second apart: https://web.dev/articles/cls. */
function cumulativeShift(shifts: readonly Shift[]): number {
  let [begin, last, sum, most] = [-Infinity, -Infinity, 0, 0];
  for (const { at, value } of shifts) {
    if (at - last >= 1000 || at - begin >= 5000) [begin, sum] = [at, 0];
    last = at;
    sum += value;
    most = Math.max(most, sum);
  }
  return most;
}

for (const viewport of [
  { width: 1350, height: 940 },
  { width: 412, height: 823 },
]) {
  test(`nothing moves below what is said while the runs are played back, ${viewport.width} pixels wide`, async ({ page }) => {
    const look = await watch(page);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.goto('./');
    await expect.poll(async () => (await look()).said.length).toBeGreaterThan(3);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeVisible();
    const { shifts, said } = await look();
    expect(said.at(-1)).toBe(said[0]);
    expect(cumulativeShift(shifts)).toBeLessThan(0.05);
  });
}
