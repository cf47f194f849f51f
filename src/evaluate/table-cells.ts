/** Cells and columns that several tables of results have. */
import type { Area } from './area-under-curve.ts'
import { formatCount, formatValue } from './format.ts'
import type { TableCell } from './results-tables.ts'
import type { Interval } from './values.ts'

/** A column of numbers. */
export const right = (title: string) => ({ title, align: 'right' as const })

/** Where there is nothing to say. */
export const none: TableCell = { text: '–' }

export const decimal = (value: number): TableCell => ({ text: decimals(value), value })
export const count = (value: number): TableCell => ({ text: formatCount(value), value })
export const share = (value: number): TableCell => ({ text: formatValue('share', value), value })

/** A share with its interval, in percent. */
export const shareWithin = (value: number, ci95: Interval): TableCell => ({
  text: `${formatValue('share', value)} [${ci95.map((end) => formatValue('share', end)).join(', ')}]`,
  value,
  ci95,
})

export const areaCell = (area: Area | null): TableCell =>
  area === null
    ? none
    : {
        text: `${decimals(area.value)} [${area.ci95.map(decimals).join(', ')}]`,
        value: area.value,
        ci95: area.ci95,
      }

const decimals = (value: number): string => value.toFixed(3).replace('-', '−')
