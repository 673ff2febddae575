import { expect, test } from '@playwright/test';
import { syntheticRecordings } from './fixtures.ts';
import { expectNoViolations, giveRecordings, openPage, overflow, textsThatTouch, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page));

test('opens on the end of a recording, with a sentence for each run and one main button, and starts no worker', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await openPage(page);
  await expect(page.locator('h1')).toContainText('Naive RL has collapsed');
  await expect(page.locator('h1')).toContainText('SCoRe corrects itself');
  await expect(page.getByText('Now: a recording')).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
  expect(page.workers()).toEqual([]);
  expect(scripts.filter((url) => /trainer|tfjs|\.wasm/.test(url))).toEqual([]);
});

test('does what was chosen, typed and pressed on the page as the build drew it, once the page lives', async ({ page }) => {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  await page.route('**/recordings/addition.json', async (route) => {
    await given;
    await route.fulfill({ json: syntheticRecordings('addition') });
  });
  await page.goto('./');
  const drawn = page.locator('#app[data-drawn]');
  await expect(drawn.getByRole('link', { name: 'arXiv 2409.12917' })).toHaveAttribute('href', 'https://arxiv.org/abs/2409.12917');
  await drawn.getByLabel('Task').selectOption('transpile');
  await drawn.getByLabel('Seed').fill('7');
  await drawn.getByRole('button', { name: 'More settings' }).click();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByLabel('Batch', { exact: true })).toHaveCount(0);
  give();
  await expect(page.getByLabel('Batch', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('7');
  await expect(page).toHaveURL(/#v=2&task=transpile&seed=7$/);
  await expect(page.getByRole('button', { name: 'One stage', exact: true })).toBeFocused();
});

test.describe('where motion is welcome', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('plays on where Play was pressed before the page lived and began to play', async ({ page }) => {
    await page.goto('./', { waitUntil: 'commit' });
    await page.locator('#app[data-drawn]').getByRole('button', { name: 'Play', exact: true }).dispatchEvent('click');
    await expect(page.locator('#app[data-drawn]')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  });
});

test('comes back to where it was read when it is loaded again', async ({ page }) => {
  const heading = page.getByRole('heading', { name: 'What the second look does' });
  const place = () => heading.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  await openPage(page, './#task=functions');
  await heading.evaluate((element) => element.scrollIntoView());
  const before = await place();
  await page.reload();
  await expect.poll(place).toBe(before);
});

test('says so, and still works, where nothing is recorded', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page);
  await expect(page.getByText('Nothing is recorded for this yet.')).toBeVisible();
  await expect(page.locator('h1')).toContainText('has not been trained here yet');
  await expect(trainButton(page)).toBeEnabled();
});

test('says of a recording that could not be loaded that it was not, and loads it when it is chosen again', async ({ page }) => {
  const task = page.getByRole('combobox', { name: 'Task', exact: true });
  await page.route('**/recordings/functions.json', (route) => route.abort(), { times: 1 });
  await openPage(page);
  await task.selectOption('functions');
  await expect(page.getByText('The recording could not be loaded.').first()).toBeVisible();
  await expect(page.locator('h1')).toContainText('Naive RL could not be loaded.');
  await expect(page.getByText('Nothing is recorded for this yet.')).toHaveCount(0);
  await expect(trainButton(page)).toBeEnabled();
  await expectNoViolations(page);
  await task.selectOption('transpile');
  await task.selectOption('functions');
  await expect(page.getByText('Now: a recording, made in')).toBeVisible();
  await expect(page.locator('h1')).not.toContainText('could not be loaded');
});

test('loads a recording that could not be loaded once the network is back', async ({ page }) => {
  await page.route('**/recordings/functions.json', (route) => route.abort(), { times: 1 });
  await openPage(page, './#v=2&task=functions');
  await expect(page.locator('h1')).toContainText('could not be loaded');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByText('Now: a recording, made in')).toBeVisible();
});

test('says of a recording that it was made with other settings, and which', async ({ page }) => {
  await openPage(page, './#steps=100&alpha=5');
  await expect(page.getByText('Now: a recording with other settings than these')).toBeVisible();
  await expect(page.getByText('a recording with steps=500, alpha=10')).toHaveCount(2);
  await openPage(page, './#');
  await page.reload();
  await expect(page.getByText('Now: a recording, made in')).toBeVisible();
  await expect(page.getByText('a recording with steps')).toHaveCount(0);
});

test('switches between temperature 1 and greedy', async ({ page }) => {
  await openPage(page);
  const accuracy = page.getByRole('img', { name: /^SCoRe: first answer right/ });
  await expect(accuracy).toHaveAttribute('aria-label', /first answer right in 56%/);
  await page.getByRole('button', { name: 'greedy' }).click();
  await expect(page.getByRole('button', { name: 'greedy' })).toHaveAttribute('aria-pressed', 'true');
  await expect(accuracy).toHaveAttribute('aria-label', /first answer right in 73%/);
});

test('says in a few words what held-out, temperature 1 and greedy are where they first stand', async ({ page }) => {
  await openPage(page);
  await expect(page.locator('h1')).toContainText('has collapsed');
  const text = await page.locator('body').innerText();
  const from = (word: string): string => text.slice(text.indexOf(word));
  expect(from('held-out')).toMatch(/^held-out problems, never trained on/);
  expect(from('temperature 1')).toMatch(/^temperature 1, each token drawn by its probability/);
  expect(from('greedy')).toMatch(/^greedy, always the likeliest token/);
  expect(from('The only difference')).toMatch(/^The only difference between the runs: base model, problems and seed are the same\./);
});

test('scrubs through the evaluations by keyboard, on the scrubber and off it', async ({ page }) => {
  await openPage(page);
  const scrubber = page.getByRole('slider', { name: 'Training step' });
  await expect(scrubber).toHaveValue('500');
  await scrubber.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(scrubber).toHaveValue('450');
  await page.keyboard.press('Home');
  await expect(scrubber).toHaveValue('0');
  await expect(page.locator('h1')).toContainText('Nothing is trained yet');
  await scrubber.blur();
  await page.keyboard.press('ArrowRight');
  await expect(scrubber).toHaveValue('50');
  await page.keyboard.press('End');
  await expect(scrubber).toHaveValue('500');
  // A button that was pressed keeps the space bar, and no other key.
  await page.getByRole('button', { name: 'greedy' }).click();
  await page.keyboard.press('Home');
  await expect(scrubber).toHaveValue('0');
});

test('plays a recording back with the space bar', async ({ page }) => {
  await openPage(page);
  await expect(page.locator('h1')).toContainText('has collapsed');
  await page.keyboard.press('Space');
  const scrubber = page.getByRole('slider', { name: 'Training step' });
  await expect(scrubber).not.toHaveValue('500');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('shows a map of keys, which can be turned off', async ({ page }) => {
  await openPage(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('checkbox').uncheck();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('?');
  await expect(dialog).toBeHidden();
});

test('shows every picture as a table', async ({ page }) => {
  await openPage(page);
  const buttons = page.getByRole('button', { name: 'Show as table' });
  await expect(buttons).toHaveCount(12);
  await buttons.first().click();
  const row = page.getByRole('region', { name: 'Naive two-turn RL, accuracy' }).getByRole('row').last();
  await expect(row).toContainText('63.0% (60.0 to 65.9)');
});

test('reads rollouts: filters count, a row opens the programs, an empty filter says so', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'Copied a wrong answer 2' }).click();
  await expect(page.getByRole('region', { name: /^Problem/ })).toHaveCount(2);
  await page.getByRole('button', { name: 'Broke 1' }).click();
  await page.getByRole('button', { name: '84637+15369=' }).click();
  await expect(page.getByText('ran in QuickJS').first()).toBeVisible();
  await page.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('No rollout here was broken at this step.')).toBeVisible();
});

test('changes task and method, keeps both in the address, and comes back from it', async ({ page }) => {
  await openPage(page);
  await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('transpile');
  await page.getByLabel('Method of the left run').selectOption('single_turn');
  await expect(page).toHaveURL(/#v=2&task=transpile&left=single_turn$/);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('transpile');
  await expect(page.getByLabel('Method of the left run')).toHaveValue('single_turn');
  await expect(page.locator('h1')).toContainText('Single-turn RL has not been trained here yet');
});

test('tells the command of each recording, and copies it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPage(page);
  const made = page.getByRole('region', { name: 'How this was made' });
  await expect(made.getByText('SCoRe: 500 updates in 45 s on the GPU (a synthetic GPU).')).toBeVisible();
  await made.getByRole('button', { name: 'Copy the command of SCoRe' }).click();
  await expect(made.getByRole('button', { name: 'Copied the command of SCoRe' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('none: synthetic, score');
});

test('shows what both runs came to in the first window of a phone, with the button that trains', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPage(page);
  await expect(page.locator('h1')).toContainText('Naive RL has collapsed');
  await expect(trainButton(page)).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.track')).toBeInViewport({ ratio: 1 });
  for (const head of await page.locator('.time .head').all()) await expect(head).toBeInViewport({ ratio: 1 });
  // The rest of the setup is a press away.
  const seed = page.getByLabel('Seed', { exact: true });
  await expect(seed).toBeHidden();
  await page.getByRole('button', { name: 'More settings' }).click();
  await expect(seed).toBeVisible();
  await expect(page.getByRole('button', { name: 'One update' })).toBeVisible();
});

for (const width of [1440, 390]) {
  test(`says in a window of ${width} pixels what accuracies are a percentage of, at which temperature, and what the bars are`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await openPage(page);
    const figures = page.getByRole('region', { name: 'Is the second answer better?' }).getByRole('figure');
    await expect(figures).toHaveCount(2);
    for (const figure of await figures.all()) {
      await expect(figure.getByText('right, % of problems')).toBeVisible();
      await expect(figure.getByText('n = 1,000; at temperature 1; bars are 95% intervals')).toBeVisible();
      expect(await textsThatTouch(figure.locator('svg.chart'))).toEqual([]);
    }
    for (const name of ['Correcting or copying?', 'What the second look does'])
      await expect(page.getByRole('region', { name }).getByText('n = 1,000; at temperature 1', { exact: true })).not.toHaveCount(0);
    expect(await overflow(page)).toBe(0);
  });
}

test('shows all of the setup on a phone where an address hides the settings', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPage(page, './?hide=settings');
  await expect(page.getByLabel('Seed', { exact: true })).toBeVisible();
});

test('says of a run that was never trained that it was not, where the other was paid', async ({ page }) => {
  // The recording that ships says what its updates paid.
  await page.unroute('**/recordings/addition.json');
  await openPage(page, './#v=2&left=star_plus');
  const paid = page.getByRole('region', { name: 'What each answer was paid' });
  await expect(paid.getByText('Nothing was trained here yet.')).toBeVisible();
  await expect(paid.getByText('Nothing was paid in this update.')).toHaveCount(0);
});

test('is printed at one step, which it says, while it plays', async ({ page }) => {
  await openPage(page);
  await expect(page.locator('h1')).toContainText('has collapsed');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const scrubber = page.getByRole('slider', { name: 'Training step' });
  await expect.poll(() => scrubber.inputValue()).toMatch(/^[1-4]50$/);
  // What is printed is what stands there when this event is over.
  const [printed, later] = await page.evaluate(async () => {
    window.dispatchEvent(new Event('beforeprint'));
    const text = (): string => document.querySelector('main')!.innerHTML;
    const printed = text();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return [printed, text()];
  });
  expect(later).toBe(printed);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const step = await scrubber.inputValue();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeHidden();
  await expect(page.getByText(`step${step}`, { exact: true })).toBeVisible();
});
