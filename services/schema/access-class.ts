/** Access classes of ONVIF Core 5.9.4.3. */
export type AccessClass =
  | 'PRE_AUTH'
  | 'READ_SYSTEM'
  | 'READ_SYSTEM_SENSITIVE'
  | 'READ_SYSTEM_SECRET'
  | 'WRITE_SYSTEM'
  | 'WRITE_SYSTEM_SECRET'
  | 'UNRECOVERABLE'
  | 'READ_MEDIA'
  | 'ACTUATE';
