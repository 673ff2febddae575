/** What becomes of training when the page comes to show other runs: a chapter of the story, another method. */
import { expect, test, type Page } from '@playwright/test';
import en from '../../src/languages/en.ts';
import { expectNoViolations, giveRecordings, openPage, trainButton } from './page.ts';
import { checkpoint, gpuEngine, scriptWorker, update, type Script } from './scriptedWorker.ts';

const setup = './#v=2&seed=7';
const trains = /^(Pause|Stop)/;
const pretraining = { kind: 'phase', phase: 'pretraining', sentence: 'Pretraining a base.', progress: 0.2 } as const;
const asking = (page: Page) => page.getByRole('dialog', { name: en.leave.title });

async function train(page: Page, onPlay: Script['onPlay'], button = trainButton(page)): Promise<void> {
  await giveRecordings(page);
  await scriptWorker(page, { engine: gpuEngine, onOpen: [], onPlay, playsOn: true });
  await openPage(page, setup);
  await button.click();
  await expect(trainButton(page)).toHaveText(trains);
}

test('training is paused while the story shows other runs, says so, and goes on once it is closed', async ({ page }) => {
  await train(page, [update(1), checkpoint(1)]);
  await page.keyboard.press('s');
  await expect(page.getByText(en.notices.pausedByStory)).toBeVisible();
  await expect(trainButton(page)).not.toHaveText(trains);
  await expectNoViolations(page);
  await page.keyboard.press('n');
  await page.keyboard.press('Escape');
  await expect(trainButton(page)).toHaveText(trains);
  await expect(page.getByText(en.notices.pausedByStory)).toHaveCount(0);
  await expect(page).toHaveURL(/#v=2&seed=7$/);
});

test('what a person paused does not go on when the story is closed', async ({ page }) => {
  await train(page, [update(1), checkpoint(1)]);
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText('Continue training');
  await page.keyboard.press('s');
  await expect(page.getByRole('complementary', { name: 'Story' }).getByRole('heading', { level: 2 })).toBeVisible();
  await expect(page.getByText(en.notices.pausedByStory)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(trainButton(page)).toHaveText('Continue training');
});

test('one update that the story interrupts does not go on as a run when the story is closed', async ({ page }) => {
  await train(page, [update(1), checkpoint(1)], page.getByRole('button', { name: 'One update' }));
  await page.keyboard.press('s');
  await expect(page.getByText(en.notices.pausedUnseen)).toBeVisible();
  await expect(trainButton(page)).not.toHaveText(trains);
  await page.keyboard.press('Escape');
  await expect(trainButton(page)).toHaveText('Continue training');
  await expect(page.getByText(en.notices.pausedUnseen)).toHaveCount(0);
});

test('another method pauses training, says so, and leads back to it', async ({ page }) => {
  await train(page, [update(1), checkpoint(1)]);
  await page
    .getByRole('combobox', { name: /method/i })
    .first()
    .selectOption('star');
  await expect(page.getByText(en.notices.pausedUnseen)).toBeVisible();
  await page.getByRole('button', { name: en.notices.goBack }).click();
  await expect(trainButton(page)).toHaveText(trains);
  await expect(page.getByText(en.notices.pausedUnseen)).toHaveCount(0);
  await expect(page).toHaveURL(/#v=2&seed=7$/);
});

test('a base that is half made is not left without asking', async ({ page }) => {
  await train(page, [pretraining]);
  await page.keyboard.press('s');
  await expect(asking(page)).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(asking(page)).toHaveCount(0);
  await expect(page).toHaveURL(/#v=2&seed=7$/);
  await expect(trainButton(page)).toHaveText('Stop pretraining');

  await page.keyboard.press('s');
  await asking(page).getByRole('button', { name: en.leave.leave }).click();
  await expect(page.getByText(en.notices.pausedByStory)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Story' }).getByRole('heading', { level: 2 })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(trainButton(page)).toHaveText('Stop pretraining');
});

test('nothing is said to be kept where there is nothing yet', async ({ page }) => {
  await train(page, [pretraining]);
  await trainButton(page).click();
  await expect(page.getByText('Paused before the first update.')).toBeVisible();
  await expect(page.getByText('nothing is lost')).toHaveCount(0);
});
