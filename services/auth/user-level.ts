/** User levels of ONVIF Core, default access policy. */
export type UserLevel = 'Administrator' | 'Operator' | 'User' | 'Anonymous';
