import { expect, test, type Page } from '@playwright/test';
import { defaultOptions } from '../../workers/protocol.ts';
import type { EpisodeView, Recording } from '../../workers/protocol.ts';
import { syntheticRecordings } from './fixtures.ts';
import { expectNoViolationsInBothSchemes, giveRecordings, inBothWindows, openPage } from './page.ts';

/** Six regions in two rows, each bordering the next, and land of colour C at the first. */
const map = {
  regions: 6,
  borders: [0, 1, 2, 3, 4].map((region) => [region, region + 1] as const),
  coasts: [{ region: 0, colour: 'C' }],
};

function view(first: string, second: string): EpisodeView {
  const attempt = (answer: string, right: boolean) => ({
    ...{ tokens: [...answer], right, verdict: right ? ('pass' as const) : ('fail' as const) },
    ...{ program: `(i,j)=>"${answer}ABC"[i]!=="${answer}ABC"[j]`, result: right ? 'as expected' : 'returned false on (1, 2)' },
  });
  return {
    ...{ prompt: '1–2 2–3 3–4 4–5 5–6 1–C', expected: 'ABABAB', note: 'no dead end', map },
    attempts: [attempt(first, false), attempt(second, second === 'ABABAB')],
  };
}

/** A recording of the naive run, which copies, and of SCoRe, which corrects; once without maps, as earlier versions made them. */
async function giveMaps(page: Page, isOld = false): Promise<void> {
  const recordings = syntheticRecordings('addition').map(({ options: { method }, evaluations, ...rest }): Recording => {
    const { map: drawn, ...plain } = view('CBBABA', method === 'naive' ? 'CBBABA' : 'ABABAB');
    const views = [isOld ? plain : { ...plain, map: drawn }];
    const episodes = [0, 1].map((temperature) => ({ temperature, views }));
    return { ...rest, options: defaultOptions('colouring', method), evaluations: evaluations.map((event) => ({ ...event, episodes })) };
  });
  await giveRecordings(page);
  await page.route('**/recordings/colouring.json', (route) => route.fulfill({ json: recordings }));
}

test('draws the map as both answers colour it, with conflicts and what was coloured anew', async ({ page }) => {
  await giveMaps(page);
  await openPage(page, './#task=colouring');
  const specimen = page.getByRole('region', { name: 'One held-out problem' });
  const wrong = 'first answer colours it, 2 conflicts: 2 and 3 are both B, 1 is C like its coast';
  await expect(specimen.getByRole('img', { name: wrong })).toHaveCount(2);
  await expect(specimen.getByRole('img', { name: /second answer colours it, 2 conflicts.*; no region was coloured anew/ })).toHaveCount(1);
  await expect(specimen.getByRole('img', { name: 'second answer colours it, no conflict; coloured anew: 1, 3, 4, 5, 6' })).toHaveCount(1);
  await expect(specimen.getByText('second, no conflict')).toBeVisible();
  const row = page.getByRole('region', { name: /^Problem 1–2/ });
  await expect(row.getByRole('img', { name: /^Map as/ })).toHaveCount(4);
  await expect(row.getByText('5 of 6 regions coloured anew')).toHaveCount(1);
  await inBothWindows(page, () => expectNoViolationsInBothSchemes(page));
});

test('opens a recording that has no maps', async ({ page }) => {
  await giveMaps(page, true);
  await openPage(page, './#task=colouring');
  await expect(page.getByRole('region', { name: 'One held-out problem' }).getByRole('img', { name: /^first answer CBBABA/ })).toHaveCount(
    2,
  );
  await expect(page.getByRole('img', { name: /^Map as/ })).toHaveCount(0);
});
