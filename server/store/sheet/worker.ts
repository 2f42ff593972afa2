import { parentPort, workerData } from 'node:worker_threads'
import { fileTypeOf, SNIFFED_BYTES } from '../../files/fileType.ts'
import { readCsv } from './csv.ts'
import { SheetRefused, unreadable } from './limits.ts'
import { readXlsx } from './xlsx.ts'

/** What the worker tells: the rows, or why there are none. */
export type SheetAnswer =
  | { readonly grid: string[][] }
  | { readonly refused: string; readonly params: Readonly<Record<string, number>> }

/** By content: the sender's word and the file's name count for nothing. */
async function read(content: Buffer): Promise<string[][]> {
  const type = fileTypeOf(content.subarray(0, SNIFFED_BYTES))
  if (content.length > 3 && content.readUInt32LE(0) === 0x04034b50) return readXlsx(content)
  // Other than UTF-8 has no type of its own.
  if (type === 'text/plain' || type === 'application/octet-stream') return readCsv(content)
  throw unreadable()
}

async function answer(content: Buffer): Promise<SheetAnswer> {
  try {
    const grid = await read(content)
    return grid.length === 0 ? { refused: 'sheet_empty', params: {} } : { grid }
  } catch (error) {
    // Whatever a reader of foreign bytes stumbles over is the bytes' fault.
    const { code, params } = error instanceof SheetRefused ? error : unreadable()
    return { refused: code, params }
  }
}

parentPort?.postMessage(await answer(Buffer.from(workerData as Uint8Array)))
