/* Little-endian numbers of USB. */
#pragma once
#include <stdint.h>

static inline void put_number(uint8_t *at, uint32_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    at[i] = (uint8_t)(value >> 8 * i);
}

static inline uint32_t number_at(const uint8_t *at, int bytes)
{
  uint32_t value = 0;
  for (int i = 0; i < bytes; i++)
    value |= (uint32_t)at[i] << 8 * i;
  return value;
}
