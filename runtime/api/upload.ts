import { ApiError, type ApiProblem } from './apiError.ts'
import { base } from './base.ts'
import { offline } from './client.ts'
import type { FileDocument } from './types.ts'

/**
 * Sends one file; `onProgress` gets the share sent, 0 to 1 (fetch cannot tell it).
 * @throws ApiError
 */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<FileDocument> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file, file.name)
    sender.open('POST', `${base}/api/files`)
    sender.responseType = 'json'
    sender.setRequestHeader('accept-language', document.documentElement.lang || 'zh')
    sender.upload.onprogress = event => onProgress(event.total > 0 ? event.loaded / event.total : 0)
    sender.onerror = () => reject(offline())
    sender.onload = () => {
      const answer = sender.response as (FileDocument & Record<string, unknown>) | null
      if (sender.status === 201 && answer !== null) return resolve(answer)
      const { code, detail, errors }: Record<string, unknown> = answer ?? {}
      reject(new ApiError(sender.status, String(code), String(detail ?? ''), (errors ?? []) as ApiProblem[]))
    }
    sender.send(body)
  })
}

export const fileAddress = (id: string): string => `${base}/api/files/${id}/content`
