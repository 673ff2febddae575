import { expect, test, type Page } from '@playwright/test';
import { giveRecordings, openPage, trainButton } from './page.ts';
import { scriptWorker } from './scriptedWorker.ts';

/** The database as the page made it. */
const openDatabase = (page: Page) =>
  page.evaluateHandle(
    () =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('second-thoughts');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('The page has no database.'));
      }),
  );

const savedRuns = async (page: Page): Promise<number> =>
  (await openDatabase(page)).evaluate(
    (database) =>
      new Promise<number>((resolve) => {
        const counting = database.transaction('runs').objectStore('runs').count();
        counting.onsuccess = () => resolve(counting.result);
      }),
  );

test('keeps the runs it can still show, and deletes those of a base that no longer ships', async ({ page }) => {
  await giveRecordings(page);
  await scriptWorker(page, {
    engine: { backend: 'webgpu', adapter: 'a scripted GPU', isFast: true, sentence: 'Training runs on the GPU.' },
    onOpen: [],
    onPlay: [{ kind: 'checkpoint', step: 50, state: new Uint8Array() }],
  });
  await openPage(page);
  await trainButton(page).click();
  await expect.poll(() => savedRuns(page)).toBe(2);
  await (
    await openDatabase(page)
  ).evaluate(
    (database) =>
      new Promise<void>((resolve) => {
        const runs = database.transaction('runs', 'readwrite').objectStore('runs');
        const reading = runs.getAll();
        reading.onsuccess = () => {
          runs.put({ ...reading.result[0], id: 'name of the same options with another base' });
        };
        runs.transaction.oncomplete = () => resolve();
      }),
  );
  expect(await savedRuns(page)).toBe(3);
  await page.reload();
  await expect.poll(() => savedRuns(page)).toBe(2);
  await expect(page.getByRole('button', { name: 'Continue training' }).first()).toBeVisible();
});

test('says in its own words that the browser keeps no runs', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'UnknownError');
    };
  });
  await giveRecordings(page);
  await openPage(page);
  await page.getByRole('button', { name: 'All runs of this browser' }).click();
  const said = page.getByRole('dialog').getByRole('alert');
  await expect(said).toHaveText(/^This browser does not let the page save the run\./);
});
